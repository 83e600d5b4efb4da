package dev.recurrent.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Finds the drawings of a page and reads them as strictly as XML is read. */
final class Drawings {

  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);
  private static final Pattern COORDINATES = Pattern.compile("-?\\d+(?:\\.\\d+)?");

  private Drawings() {}

  static List<Element> in(String html) throws Exception {
    List<Element> drawings = new ArrayList<>();
    Matcher matcher = SVG.matcher(html);
    while (matcher.find()) {
      drawings.add(parsed(matcher.group()));
    }
    return drawings;
  }

  static Element parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getDocumentElement();
  }

  /** The path data of the elements whose class attribute is as given. */
  static List<String> paths(Element drawing, String styleClass) {
    List<String> found = new ArrayList<>();
    var paths = drawing.getElementsByTagName("path");
    for (int i = 0; i < paths.getLength(); i++) {
      Element path = (Element) paths.item(i);
      if (path.getAttribute("class").equals(styleClass)) {
        found.add(path.getAttribute("d"));
      }
    }
    return found;
  }

  /** The texts drawn, in document order. */
  static List<String> texts(Element drawing) {
    List<String> found = new ArrayList<>();
    var texts = drawing.getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      found.add(texts.item(i).getTextContent());
    }
    return found;
  }

  /** Every second number of a path of absolute coordinates: the heights. */
  static List<Double> heights(String path) {
    List<Double> numbers = new ArrayList<>();
    Matcher matcher = COORDINATES.matcher(path);
    while (matcher.find()) {
      numbers.add(Double.parseDouble(matcher.group()));
    }
    List<Double> heights = new ArrayList<>();
    for (int i = 1; i < numbers.size(); i += 2) {
      heights.add(numbers.get(i));
    }
    return heights;
  }
}
