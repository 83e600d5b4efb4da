'use strict';
// Redraws every chart from the table of its numbers: as wide as the page, zoomed, with the values
// under the pointer. The drawing follows ChartDrawing.java, the marks of the axes Axis.java.
(() => {
  const HEIGHT = 300, TOP = 30, BOTTOM = HEIGHT - 46, RIGHT = 16, GAP = 8, FEW_POINTS = 40;
  const MINUTE = 60, HOUR = 3600, DAY = 86400;
  const SECONDS = [1, 5, 15, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR,
    6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY];
  const MONTHS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000];
  const NAMES = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  const charts = [];

  const px = value => Math.round(value * 10) / 10;
  const clean = text => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);
  const text = (x, y, anchor, content) =>
    `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${clean(content)}</text>`;
  const seconds = cell =>
    Date.parse(cell.length > 10 ? cell.replace(' ', 'T') + 'Z' : cell) / 1000;
  // No point is NaN, a gap is infinite, as in ChartRows.java.
  const number = cell => cell === '' ? NaN : cell === '–' ? Infinity : Number(cell);

  function read(figure) {
    const table = figure.querySelector('table');
    const cells = [...table.tBodies[0].rows].map(row => [...row.cells].map(c => c.textContent));
    const heads = [...table.tHead.rows[0].cells];
    const names = [...figure.querySelectorAll('.legend li')];
    const time = figure.dataset.x === 'time';
    const x = cells.map(row => time ? seconds(row[0]) : Number(row[0]));
    const series = [];
    let low;
    heads.forEach((head, k) => {
      const values = cells.map(row => number(row[k]));
      if (head.dataset.kind === 'low') {
        low = values;
      } else if (k > 0) {
        const band = head.dataset.kind === 'band';
        series.push({
          kind: head.dataset.kind, colour: head.dataset.colour, name: names[series.length].innerText,
          entry: names[series.length], shown: true, values, low: band ? low : values,
          high: values, texts: cells.map(row => band ? `${row[k - 1]} – ${row[k]}` : row[k]),
        });
      }
    });
    const svg = figure.querySelector('svg');
    const marks = [...svg.querySelectorAll('.mark')]
      .map(mark => ({x: Number(mark.dataset.x), name: mark.textContent}));
    return {
      figure, svg, x, series, marks, time, zoom: null, places: cells.map(row => row[0]),
      plot: figure.querySelector('.plot'), picture: svg.querySelector('g'),
      label: heads[0].textContent, yLabel: svg.querySelector('text').textContent,
      group: [heads[0].textContent, x[0], x[x.length - 1]].join(),
    };
  }

  const step = (low, high, count, whole) => {
    const least = (high - low) / count;
    if (whole && least <= 1) return 1;
    const power = Number('1e' + Math.floor(Math.log10(least)));
    return power * [1, 2, 5, 10].find(factor => least / power <= factor + 1e-6);
  };

  function label(value, exponent, largest) {
    if (value === 0) return '0';
    if (largest >= 1e12 || exponent < -5) {
      return Math.round(value / Number('1e' + exponent)) + 'e' + exponent;
    }
    const thousands = largest >= 1e9 ? 9 : largest >= 1e6 ? 6 : 0;
    const [whole, decimals] =
      (value / 10 ** thousands).toFixed(Math.max(0, thousands - exponent)).split('.');
    return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (decimals ? '.' + decimals : '')
      + {9: 'G', 6: 'M', 0: ''}[thousands];
  }

  function numberTicks(low, high, count, whole) {
    const by = step(low, high, count, whole), ticks = [];
    const exponent = Math.floor(Math.log10(by) + 1e-6);
    const largest = Math.max(Math.abs(low), Math.abs(high));
    for (let k = Math.ceil(low / by - 1e-6); k <= Math.floor(high / by + 1e-6); k++) {
      ticks.push({value: k * by, label: label(k * by, exponent, largest), context: ''});
    }
    return ticks;
  }

  function timeTick(value, by) {
    const iso = new Date(value * 1000).toISOString();
    const year = iso.slice(0, 4), month = NAMES[Number(iso.slice(5, 7)) - 1];
    const day = Number(iso.slice(8, 10)) + ' ' + month;
    if (by < DAY) {
      const end = by < MINUTE ? 19 : 16;
      return {value, label: iso.slice(11, end), context: day + ' ' + year};
    }
    return by < 28 * DAY ? {value, label: day, context: year}
      : by < 360 * DAY ? {value, label: month, context: year} : {value, label: year, context: ''};
  }

  function timeTicks(low, high, count) {
    const least = (high - low) / count, ticks = [];
    const by = SECONDS.find(s => s >= least);
    if (by) {
      const offset = by >= 7 * DAY ? 4 * DAY : 0;
      for (let k = Math.ceil((low - offset) / by); k * by + offset <= high; k++) {
        ticks.push(timeTick(k * by + offset, by));
      }
      return ticks;
    }
    const months = MONTHS.find(m => m * 30.44 * DAY >= least) ?? MONTHS[MONTHS.length - 1];
    const date = new Date(low * 1000);
    let month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    for (month -= month % months; ; month += months) {
      const value = Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000;
      if (value > high) return ticks;
      if (value >= low) ticks.push(timeTick(value, months * 30 * DAY));
    }
  }

  const widened = (low, high, more) =>
    high - low > Math.max(Math.abs(low), Math.abs(high)) * 1e-9 ? [low, high]
      : [low - more, high + more];

  // Layers stand on one another; a hidden one takes no room.
  function stack(chart) {
    const ground = chart.x.map(() => 0);
    for (const one of chart.series.filter(s => s.kind === 'layer' && s.shown)) {
      one.low = ground.slice();
      one.high = one.values.map((value, row) => one.low[row] + value);
      one.values.forEach((value, row) => { ground[row] += Number.isFinite(value) ? value : 0; });
    }
  }

  function frame(chart) {
    const {x, time} = chart, all = [];
    chart.from = chart.zoom ?? widened(x[0], x[x.length - 1], time ? DAY : 1);
    for (const one of chart.series.filter(s => s.shown)) {
      x.forEach((at, row) => {
        if (at >= chart.from[0] && at <= chart.from[1] && Number.isFinite(one.high[row])) {
          all.push(one.low[row], one.high[row]);
        }
      });
    }
    const top = all.length ? all.reduce((a, b) => Math.max(a, b)) : 1;
    const least = all.length ? all.reduce((a, b) => Math.min(a, b)) : 0;
    const [low, high] = widened(least, top, top === 0 ? 1 : Math.abs(top) / 10);
    const by = step(low, high, 5, false);
    chart.range = [Math.floor(low / by + 1e-6) * by, Math.ceil(high / by - 1e-6) * by];
    chart.yTicks = numberTicks(chart.range[0], chart.range[1], 5, false);
    chart.width = Math.max(240, chart.plot.clientWidth);
    chart.left = Math.ceil(Math.max(...chart.yTicks.map(t => t.label.length * 7)) + GAP);
    const inside = chart.width - RIGHT - chart.left;
    chart.px = value =>
      chart.left + (value - chart.from[0]) / (chart.from[1] - chart.from[0]) * inside;
    chart.place = at => chart.from[0] + (at - chart.left) / inside * (chart.from[1] - chart.from[0]);
    chart.py = value => BOTTOM
      - (value - chart.range[0]) / (chart.range[1] - chart.range[0]) * (BOTTOM - TOP);
  }

  const point = (command, x, y) => command + px(x) + ' ' + px(y);

  function axes(chart) {
    const right = px(chart.width - RIGHT);
    let grid = '', out = text(0, TOP - 16, 'start', chart.yLabel);
    for (const tick of chart.yTicks) {
      const y = chart.py(tick.value);
      grid += point('M', chart.left, y) + 'H' + right;
      out += text(chart.left - GAP, y + 4, 'end', tick.label);
    }
    let axis = point('M', chart.left, BOTTOM) + 'H' + right, context = '';
    const count = Math.max(2, Math.floor((chart.width - RIGHT - chart.left) / 90));
    const ticks = chart.time ? timeTicks(chart.from[0], chart.from[1], count)
      : numberTicks(chart.from[0], chart.from[1], count, chart.x.every(Number.isInteger));
    for (const tick of ticks) {
      const x = chart.px(tick.value), anchor = x > chart.width - 2 * RIGHT ? 'end' : 'middle';
      axis += point('M', x, BOTTOM) + 'v5';
      out += text(x, BOTTOM + 18, anchor, tick.label);
      if (tick.context !== context) {
        context = tick.context;
        out += text(x, BOTTOM + 34, anchor, context);
      }
    }
    if (!chart.time) out += text((chart.left + chart.width) / 2, BOTTOM + 38, 'middle', chart.label);
    return out + `<path class="grid" d="${grid}"/><path class="axis" d="${axis}"/>`;
  }

  function runs(column) {
    const runs = [];
    let gap = true;
    column.forEach((value, row) => {
      if (value === Infinity) {
        gap = true;
      } else if (!Number.isNaN(value)) {
        if (gap) runs.push([]);
        gap = false;
        runs[runs.length - 1].push(row);
      }
    });
    return runs;
  }

  function curve(chart, one) {
    let path = '', dots = '';
    const few = one.high.filter(Number.isFinite).length <= FEW_POINTS;
    for (const run of runs(one.high)) {
      run.forEach((row, i) => {
        const at = [chart.px(chart.x[row]), chart.py(one.high[row])];
        path += point(i ? 'L' : 'M', ...at);
        if (one.kind === 'line' && (few || run.length === 1)) dots += point('M', ...at) + 'h0';
      });
      if (one.kind !== 'line') {
        for (const row of run.reverse()) {
          path += point('L', chart.px(chart.x[row]), chart.py(one.low[row]));
        }
        path += 'Z';
      }
    }
    return `<path class="${one.kind} ${one.colour}" d="${path}"/>`
      + (dots ? `<path class="dots ${one.colour}" d="${dots}"/>` : '');
  }

  function marks(chart) {
    return chart.marks.filter(m => m.x >= chart.from[0] && m.x <= chart.from[1]).map(mark => {
      const x = chart.px(mark.x), end = x > (chart.left + chart.width) / 2;
      return `<g class="mark"><path d="${point('M', x, TOP - GAP)}V${BOTTOM}"/>`
        + text(end ? x - GAP : x + GAP, TOP - 4, end ? 'end' : 'start', mark.name) + '</g>';
    }).join('');
  }

  function draw(chart) {
    stack(chart);
    frame(chart);
    const shown = chart.series.filter(s => s.shown);
    const areas = shown.filter(s => s.kind !== 'line');
    const lines = shown.filter(s => s.kind === 'line').reverse();
    chart.svg.setAttribute('viewBox', `0 0 ${chart.width} ${HEIGHT}`);
    // Only a zoomed chart has something to clip; dots may stick out of one that is not.
    const clip = chart.zoom ? 'hidden' : 'visible';
    const x = chart.left, width = chart.width - RIGHT - chart.left;
    chart.picture.innerHTML = axes(chart)
      + `<svg x="${x}" y="${TOP}" width="${width}" height="${BOTTOM - TOP}"`
      + ` viewBox="${x} ${TOP} ${width} ${BOTTOM - TOP}"`
      + ` overflow="${clip}">${[...areas, ...lines].map(one => curve(chart, one)).join('')}</svg>`
      + marks(chart) + '<g class="pointer"></g>';
    chart.reset.hidden = !chart.zoom;
    if (chart.row !== undefined) mark(chart, chart.row, true);
  }

  // The row nearest to a place on the axis at which a shown series has a value.
  function nearest(chart, place) {
    let best;
    chart.x.forEach((x, row) => {
      const inside = x >= chart.from[0] && x <= chart.from[1];
      if (inside && chart.series.some(s => s.shown && Number.isFinite(s.values[row]))
        && (best === undefined || Math.abs(x - place) < Math.abs(chart.x[best] - place))) {
        best = row;
      }
    });
    return best;
  }

  const peers = chart => charts.filter(other => other.group === chart.group);

  function mark(chart, row, tip) {
    const layer = chart.picture.querySelector('.pointer');
    chart.row = row;
    chart.tip.hidden = row === undefined || !tip;
    if (row === undefined) {
      layer.innerHTML = '';
      return;
    }
    const shown = chart.series.filter(s => s.shown && Number.isFinite(s.values[row]));
    const x = chart.px(chart.x[row]);
    layer.innerHTML = `<path class="cross" d="${point('M', x, TOP)}V${BOTTOM}"/>`
      + shown.filter(s => s.kind === 'line').map(s =>
        `<path class="dots ${s.colour}" d="${point('M', x, chart.py(s.high[row]))}h0"/>`).join('');
    if (!tip) return;
    const title = document.createElement('b');
    title.textContent = (chart.time ? '' : chart.label + ' ') + chart.places[row];
    chart.tip.replaceChildren(title, ...shown.map(s => {
      const line = document.createElement('span'), key = document.createElement('i');
      const value = document.createElement('b');
      key.className = s.kind + ' ' + s.colour;
      value.textContent = s.texts[row];
      line.append(key, s.name, value);
      return line;
    }));
    const scale = chart.plot.clientWidth / chart.width;
    const end = x > (chart.left + chart.width) / 2;
    chart.tip.style.left = end ? '' : x * scale + 14 + 'px';
    chart.tip.style.right = end ? (chart.width - x) * scale + 14 + 'px' : '';
  }

  const show = (chart, row) => {
    for (const other of peers(chart)) {
      const own = other === chart || row === undefined ? row : nearest(other, chart.x[row]);
      mark(other, own, other === chart);
    }
  };

  function zoom(chart, range) {
    // A stretch of fewer than two rows shows nothing.
    if (range && chart.x.filter(x => x >= range[0] && x <= range[1]).length < 2) return;
    for (const other of peers(chart)) {
      other.zoom = range;
      other.row = undefined;
      other.tip.hidden = true;
      draw(other);
    }
  }

  function follow(chart) {
    const {svg} = chart;
    let begin;
    const at = event => (event.clientX - svg.getBoundingClientRect().left)
      * chart.width / svg.getBoundingClientRect().width;
    const select = to => {
      const low = Math.max(chart.left, Math.min(begin, to));
      const high = Math.min(chart.width - RIGHT, Math.max(begin, to));
      return [low, Math.max(low, high)];
    };
    svg.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      begin = at(event);
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener('pointermove', event => {
      show(chart, nearest(chart, chart.place(at(event))));
      if (begin !== undefined) {
        const [low, high] = select(at(event));
        chart.picture.querySelector('.pointer').insertAdjacentHTML('beforeend',
          `<rect class="selection" x="${low}" y="${TOP}" width="${high - low}"`
          + ` height="${BOTTOM - TOP}"/>`);
      }
    });
    svg.addEventListener('pointerup', event => {
      const [low, high] = begin === undefined ? [0, 0] : select(at(event));
      begin = undefined;
      if (high - low > 8) zoom(chart, [chart.place(low), chart.place(high)]);
    });
    svg.addEventListener('pointercancel', () => { begin = undefined; show(chart, undefined); });
    svg.addEventListener('pointerleave', () => show(chart, undefined));
    svg.addEventListener('dblclick', () => zoom(chart, null));
    svg.addEventListener('blur', () => show(chart, undefined));
    svg.addEventListener('keydown', event => {
      const move = {ArrowLeft: -1, ArrowRight: 1}[event.key];
      if (move) {
        event.preventDefault();
        const row = chart.row === undefined ? nearest(chart, chart.from[0]) : chart.row + move;
        if (row >= 0 && row < chart.x.length) show(chart, row);
      } else if (event.key === 'Escape') {
        zoom(chart, null);
      }
    });
  }

  function enliven(figure) {
    const chart = read(figure);
    charts.push(chart);
    const make = (name, className) => {
      const element = document.createElement(name);
      element.className = className;
      element.hidden = true;
      chart.plot.append(element);
      return element;
    };
    chart.tip = make('div', 'tip');
    chart.tip.setAttribute('role', 'status');
    chart.reset = make('button', 'reset');
    chart.reset.textContent = 'Reset zoom';
    chart.reset.addEventListener('click', () => zoom(chart, null));
    chart.svg.setAttribute('tabindex', '0');
    for (const one of chart.series) {
      const button = document.createElement('button');
      button.append(...one.entry.childNodes);
      button.setAttribute('aria-pressed', 'true');
      button.addEventListener('click', () => {
        one.shown = !one.shown;
        button.setAttribute('aria-pressed', one.shown);
        draw(chart);
      });
      one.entry.append(button);
    }
    follow(chart);
    draw(chart);
    new ResizeObserver(() => {
      if (chart.plot.clientWidth !== chart.width) draw(chart);
    }).observe(chart.plot);
  }

  function enlivenHeat(figure) {
    const svg = figure.querySelector('svg'), plot = figure.querySelector('.plot');
    const rows = [...figure.querySelector('table').rows].map(r => [...r.cells].map(c => c.textContent));
    const tip = document.createElement('div');
    tip.className = 'tip';
    tip.hidden = true;
    plot.append(tip);
    svg.addEventListener('pointermove', event => {
      const box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
      const place = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
      const column = Math.floor((place[0] - svg.dataset.left) / svg.dataset.cell) + 1;
      const row = Math.floor((place[1] - svg.dataset.top) / svg.dataset.cell) + 1;
      tip.hidden = row < 1 || column < 1 || row >= rows.length || column >= rows[0].length;
      if (!tip.hidden) {
        tip.textContent = `${rows[row][0]}, ${rows[0][column]}: ${rows[row][column]}`;
        tip.style.left = event.clientX - box.left + 14 + 'px';
        tip.style.top = event.clientY - box.top + 14 + 'px';
      }
    });
    svg.addEventListener('pointerleave', () => { tip.hidden = true; });
  }

  document.documentElement.classList.add('live');
  document.querySelectorAll('figure.chart').forEach(enliven);
  document.querySelectorAll('figure.heat').forEach(enlivenHeat);
  if (charts.length) {
    const hint = document.createElement('p');
    hint.className = 'hint';
    hint.textContent = 'In a chart: point to read values, drag to zoom, double-click to reset;'
      + ' click a name in the legend to hide its line.';
    document.querySelector('header').append(hint);
  }
})();
