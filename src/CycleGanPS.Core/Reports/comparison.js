'use strict';
(() => {
  const viewer = document.getElementById('viewer');
  const rows = [...document.querySelectorAll('.photos tbody tr')].map(row => [...row.querySelectorAll('button')]);
  let row = 0, column = 0;

  function show() {
    const picture = rows[row][column].querySelector('img');
    viewer.querySelector('img').src = picture.src;
    viewer.querySelector('img').alt = picture.alt;
    viewer.querySelector('p').textContent = picture.alt;
  }

  // Round and round, so that no end needs a rule of its own.
  function move(down, right) {
    row = (row + down + rows.length) % rows.length;
    column = (column + right + rows[row].length) % rows[row].length;
    show();
  }

  rows.forEach((buttons, y) => buttons.forEach((button, x) => button.addEventListener('click', () => {
    [row, column] = [y, x];
    show();
    viewer.showModal();
  })));
  if (!viewer) return;
  document.getElementById('previous').addEventListener('click', () => move(0, -1));
  document.getElementById('next').addEventListener('click', () => move(0, 1));
  document.getElementById('close').addEventListener('click', () => viewer.close());
  viewer.addEventListener('click', event => { if (event.target === viewer) viewer.close(); });
  viewer.addEventListener('close', () => rows[row][column].focus());
  viewer.addEventListener('keydown', event => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (step) {
      event.preventDefault();
      move(...step);
    }
  });
})();
