/** Elements from text: nothing that came over the network is ever read as HTML. */

/**
 * Makes an element.
 * @param {string} name of the element
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** @param {string} id */
export const byId = (id) => document.getElementById(id);

const UNITS = ['', 'k', 'M', 'G', 'T'];

/** 1234567 as "1.2 M". @param {number} value */
export function short(value) {
  const power = Math.min(Math.floor(Math.log10(Math.max(1, value)) / 3), UNITS.length - 1);
  const scaled = value / 1000 ** power;
  return `${scaled.toFixed(power > 0 && scaled < 100 ? 1 : 0)} ${UNITS[power]}`.trim();
}
