/** Questions to a page, as texts: they are run in the browser, whose types are not those of Node. */

/** Names of controls, pictures and regions that have none. */
export const UNNAMED = `
  [...document.querySelectorAll('button, input, section, [role]')]
    .filter((one) => {
      const by = document.getElementById(one.getAttribute('aria-labelledby'))?.textContent;
      const label = by ?? one.getAttribute('aria-label') ?? one.closest('label')?.textContent ?? one.textContent;
      return label.trim() === '';
    })
    .map((one) => one.outerHTML)`;

/** The hosts of all that was loaded. */
export const HOSTS = `performance.getEntriesByType('resource').map(({ name }) => new URL(name).host)`;

/** The least contrast of a text against its background (WCAG 2.2, definition of contrast ratio). */
export const LEAST_CONTRAST = `
  (() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgb = (color) => {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (color) =>
      rgb(color)
        .map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
        .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
    const background = (one) => {
      const { backgroundColor } = getComputedStyle(one);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
      return one.parentElement === null ? 'white' : background(one.parentElement);
    };
    const texts = [...document.querySelectorAll('body *')].filter((one) =>
      [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''),
    );
    return Math.min(
      ...texts.map((one) => {
        const [dark, light] = [luminance(getComputedStyle(one).color), luminance(background(one))].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
      }),
    );
  })()`;
