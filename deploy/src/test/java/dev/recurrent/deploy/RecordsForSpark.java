package dev.recurrent.deploy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;

/**
 * That fields, parameters and returned values have a record as the element of an RDD or the value
 * of a broadcast. Spark's Kryo cannot read records. Datasets have encoders and are no matter of it.
 * Types of local variables are not in class files: the tests under Kryo see those.
 */
final class RecordsForSpark extends ArchCondition<JavaClass> {
  private static final Set<String> SERIALIZED =
      Set.of(
          JavaRDD.class.getName(),
          JavaPairRDD.class.getName(),
          RDD.class.getName(),
          Broadcast.class.getName());

  RecordsForSpark() {
    super("give Spark's serializer a record");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    for (JavaField field : type.getFields()) {
      check(type, field.getFullName(), List.of(field.getType()), events);
    }
    for (JavaCodeUnit code : type.getCodeUnits()) {
      List<JavaType> types = new ArrayList<>(code.getParameterTypes());
      types.add(code.getReturnType());
      check(type, code.getFullName(), types, events);
    }
  }

  private static void check(
      JavaClass owner, String member, List<JavaType> types, ConditionEvents events) {
    for (JavaType type : types) {
      for (JavaClass record : records(type, false)) {
        String message = member + " has the record " + record.getName() + " in " + type.getName();
        events.add(SimpleConditionEvent.satisfied(owner, message));
      }
    }
  }

  /** Records among the type's arguments; {@code inside} an RDD all of them count. */
  private static List<JavaClass> records(JavaType type, boolean inside) {
    List<JavaClass> found = new ArrayList<>();
    JavaClass raw = type.toErasure();
    if (inside && raw.getBaseComponentType().isRecord()) {
      found.add(raw.getBaseComponentType());
    }
    if (type instanceof JavaParameterizedType generic) {
      boolean below = inside || SERIALIZED.contains(raw.getName());
      for (JavaType argument : generic.getActualTypeArguments()) {
        found.addAll(records(argument, below));
      }
    }
    return found;
  }
}
