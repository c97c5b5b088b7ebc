'use strict';
(() => {
  const key = 'cyclegan ' + location.pathname;
  const runs = [...document.querySelectorAll('.run')];
  const life = document.querySelector('.life');
  let kept = {};
  try { kept = JSON.parse(sessionStorage.getItem(key)) || {}; } catch { /* A browser may keep nothing for files. */ }
  const state = { runs: {}, ...kept };
  let busy = 0;

  function keep() {
    state.scroll = scrollY;
    state.open = [...document.querySelectorAll('details')].map(one => one.open);
    state.focus = document.activeElement ? focusable().indexOf(document.activeElement) : -1;
    try { sessionStorage.setItem(key, JSON.stringify(state)); } catch { /* As above. */ }
  }

  const focusable = () => [...document.querySelectorAll('button, input, summary, a, [tabindex]')];

  // --- samples: the newest unless another was chosen ---

  function setUpSamples(run, its) {
    const frames = [...run.querySelectorAll('.frame')];
    const reel = run.querySelector('.reel');
    if (frames.length < 2) return;
    const [slide, play] = ['.slide', '.play'].map(name => reel.querySelector(name));
    const captions = frames.map(frame => frame.querySelector('figcaption').textContent);
    let timer = 0;

    function show(place) {
      frames.forEach((frame, index) => frame.classList.toggle('shown', index === place));
      // The next ones come from the disk.
      frames.slice(place, place + 3).forEach(frame => { frame.querySelector('img').loading = 'eager'; });
      slide.value = place;
      slide.setAttribute('aria-valuetext', captions[place]);
      its.frame = place === frames.length - 1 ? null : captions[place];
    }

    function stop() {
      if (timer) busy--;
      clearInterval(timer);
      timer = 0;
      play.textContent = 'Play';
      play.setAttribute('aria-pressed', 'false');
    }

    play.addEventListener('click', () => {
      if (timer) { stop(); return; }
      busy++;
      play.textContent = 'Pause';
      play.setAttribute('aria-pressed', 'true');
      if (+slide.value === frames.length - 1) show(0);
      timer = setInterval(() => {
        show(Math.min(+slide.value + 1, frames.length - 1));
        if (+slide.value === frames.length - 1) stop();
      }, Math.max(120, Math.min(600, 12000 / frames.length)));
    });
    slide.addEventListener('input', () => { stop(); show(+slide.value); });
    reel.hidden = false;
    const before = captions.indexOf(its.frame);
    show(before < 0 ? frames.length - 1 : before);
  }

  // --- curves: all of a run show the same part of it ---

  function axis(low, high) {
    const raw = (high - low) / 5, power = 10 ** Math.floor(Math.log10(raw));
    const tick = power * (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10);
    return { low, high, tick };
  }

  const ticks = ({ low, high, tick }) => {
    const all = [];
    for (let at = Math.ceil(low / tick - 1e-9) * tick; at <= high + tick * 1e-9; at += tick) all.push(+at.toPrecision(12));
    return all;
  };

  function readChart(svg) {
    const plot = svg.querySelector('.plot'), view = plot.viewBox.baseVal;
    const [stepLow, stepHigh, low, high] = svg.dataset.axes.split(' ').map(Number);
    const [left, right, top, bottom] = [view.x + 6, view.x + view.width - 6, view.y + 6, view.y + view.height - 6];
    const toData = (x, y) => [stepLow + (x - left) / (right - left) * (stepHigh - stepLow), high - (y - top) / (bottom - top) * (high - low)];
    const lines = [...plot.querySelectorAll('polyline')].map(line => ({
      line, points: [...line.points].map(point => toData(point.x, point.y)), raw: line.classList.contains('raw'),
    }));
    const marks = [...plot.querySelectorAll('circle')].map(mark => ({ mark, at: toData(+mark.getAttribute('cx'), +mark.getAttribute('cy')) }));
    return { svg, plot, group: svg.querySelector('.axis'), whole: [stepLow, stepHigh], values: [low, high], left, right, top, bottom, lines, marks };
  }

  function drawChart(chart, [from, to]) {
    const isWhole = from <= chart.whole[0] && to >= chart.whole[1];
    let [low, high] = chart.values;
    if (!isWhole) {
      // By the smooth curves; what is noise may stand out.
      const seen = chart.lines.filter(line => !line.raw).flatMap(line => line.points).filter(([step]) => step >= from && step <= to).map(([, value]) => value);
      if (seen.length) [low, high] = [Math.min(...seen), Math.max(...seen)];
      const space = (high - low) * 0.15 || Math.abs(high) * 0.1 || 1;
      [low, high] = [low - space, high + space];
    }
    const x = step => chart.left + (step - from) / (to - from) * (chart.right - chart.left);
    const y = value => chart.top + (high - value) / (high - low) * (chart.bottom - chart.top);
    for (const { line, points } of chart.lines) line.setAttribute('points', points.map(([step, value]) => x(step).toFixed(1) + ',' + y(value).toFixed(1)).join(' '));
    for (const { mark, at } of chart.marks) { mark.setAttribute('cx', x(at[0])); mark.setAttribute('cy', y(at[1])); }
    const unit = chart.group.querySelector('.unit');
    chart.group.replaceChildren(unit);
    const add = (name, attributes, text) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
      if (text !== undefined) element.textContent = text;
      chart.group.insertBefore(element, unit);
    };
    for (const at of ticks(axis(low, high))) {
      add('line', { x1: chart.left, x2: chart.right, y1: y(at), y2: y(at) });
      add('text', { x: chart.left - 8, y: y(at) + 4, 'text-anchor': 'end' }, +at.toPrecision(4));
    }
    for (const at of ticks(axis(from, to))) add('text', { x: x(at), y: chart.bottom + 18, 'text-anchor': 'middle' }, +at.toPrecision(8));
  }

  function setUpCurves(run, its) {
    const charts = [...run.querySelectorAll('.charts > figure > svg')].map(readChart);
    const zoom = run.querySelector('.zoom');
    if (!zoom || !charts.length) return;
    const whole = [0, Math.max(...charts.map(chart => chart.whole[1]))];
    const least = Math.max(whole[1] / 200, 2);

    function show(from, to) {
      const width = Math.min(Math.max(to - from, least), whole[1]);
      from = Math.min(Math.max((from + to - width) / 2, 0), whole[1] - width);
      its.zoom = width >= whole[1] ? null : [from, from + width];
      charts.forEach(chart => drawChart(chart, its.zoom || chart.whole));
      zoom.querySelector('.range').textContent = its.zoom ? 'Steps ' + Math.round(from) + ' to ' + Math.round(from + width) : '';
    }

    zoom.addEventListener('click', event => {
      const what = event.target.dataset.zoom, [from, to] = its.zoom || whole, width = to - from, middle = (from + to) / 2;
      if (what === 'in') show(middle - width / 4, middle + width / 4);
      if (what === 'out') show(middle - width, middle + width);
      if (what === 'earlier') show(from - width / 2, to - width / 2);
      if (what === 'later') show(from + width / 2, to + width / 2);
      if (what === 'all') show(...whole);
    });
    for (const chart of charts) {
      // What is dragged over is shown large; a double click shows all.
      let begun = null, box = null;
      const place = event => {
        const area = chart.svg.getBoundingClientRect(), inside = (event.clientX - area.left) / area.width * chart.svg.viewBox.baseVal.width;
        return Math.min(Math.max(inside, chart.left), chart.right);
      };
      const end = () => { if (begun !== null) busy--; begun = null; if (box) box.remove(); box = null; };
      chart.svg.addEventListener('pointerdown', event => {
        if (event.button !== 0) return;
        event.preventDefault();
        [begun, busy] = [place(event), busy + 1];
        chart.svg.setPointerCapture(event.pointerId);
        box = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
        box.setAttribute('class', 'picked');
        chart.plot.append(box);
      });
      chart.svg.addEventListener('pointermove', event => {
        if (begun === null) return;
        const at = place(event);
        for (const [name, value] of Object.entries({ x: Math.min(begun, at), width: Math.abs(at - begun), y: chart.top, height: chart.bottom - chart.top })) box.setAttribute(name, value);
      });
      chart.svg.addEventListener('pointerup', event => {
        if (begun === null) return;
        const [from, to] = its.zoom || chart.whole, [a, b] = [begun, place(event)].sort((one, other) => one - other);
        const step = pixel => from + (pixel - chart.left) / (chart.right - chart.left) * (to - from);
        end();
        if (b - a > 8) show(step(a), step(b));
      });
      chart.svg.addEventListener('pointercancel', end);
      chart.svg.addEventListener('dblclick', () => show(...whole));
    }
    zoom.hidden = false;
    if (its.zoom) show(...its.zoom);
  }

  runs.forEach(run => {
    const its = state.runs[run.id] = state.runs[run.id] || {};
    setUpSamples(run, its);
    setUpCurves(run, its);
    const raw = run.querySelector('.unsmoothed');
    if (raw) {
      raw.checked = its.raw !== false;
      raw.addEventListener('change', () => { its.raw = raw.checked; });
    }
  });
  if (state.open) document.querySelectorAll('details').forEach((one, index) => { one.open = !!state.open[index]; });

  // --- the life of a page that is made anew while its run is trained ---

  if (life) {
    const said = life.querySelector('[role=status]'), chip = document.querySelector('.chip'), box = life.querySelector('.refresh');
    const written = +life.dataset.written, opened = Date.now();
    const look = () => {
      if (Date.now() - written > 1000 * life.dataset.silence && !said.classList.contains('dead')) {
        chip.textContent = 'No sign of life';
        chip.className = 'chip dead';
        said.classList.add('dead');
        said.textContent = 'No sign of life since ' + new Date(written).toLocaleString() + ': its process may have been ended, or the machine sleeps.';
      }
      // Of one that seems to be dead there may be a new page yet.
      const wait = said.classList.contains('dead') ? 60 : life.dataset.refresh;
      if (box.checked && !busy && !document.hidden && Date.now() - opened > 1000 * wait) {
        keep();
        location.reload();
      }
    };
    box.checked = state.refresh !== false;
    box.addEventListener('change', () => { state.refresh = box.checked; });
    box.parentElement.hidden = false;
    setInterval(look, 1000);
    document.addEventListener('visibilitychange', look);
    look();
  }
  addEventListener('pagehide', keep);
  if (kept.scroll && !location.hash) {
    history.scrollRestoration = 'manual';
    scrollTo(0, kept.scroll);
    if (kept.focus >= 0) focusable()[kept.focus]?.focus({ preventScroll: true });
  }
})();
