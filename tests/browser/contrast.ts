/**
 * Texts in view whose contrast with what lies behind them is below 4.5 (3 for large text), as WCAG AA asks. Runs
 * inside the page, so it uses nothing from outside.
 */
export function contrastFailures(): string[] {
  type Rgba = [number, number, number, number];
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const known = new Map<string, Rgba>();
  const rgba = (color: string): Rgba => {
    let value = known.get(color);
    if (!value) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      value = [r!, g!, b!, a! / 255];
      known.set(color, value);
    }
    return value;
  };
  const over = (top: Rgba, below: Rgba): Rgba => {
    const mix = (i: 0 | 1 | 2) => top[i] * top[3] + below[i] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const groundOf = (element: Element): Rgba => {
    const own = rgba(getComputedStyle(element).backgroundColor);
    if (own[3] === 1) return own;
    return over(own, element.parentElement ? groundOf(element.parentElement) : [255, 255, 255, 1]);
  };
  const light = ([r, g, b]: Rgba) => {
    const part = (value: number) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const failures = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement!;
    if (!walker.currentNode.textContent!.trim() || element.matches('script, style, .sr') || !element.checkVisibility())
      continue;
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    const ink = over(rgba(style.color), ground);
    const [a, b] = [light(ink), light(ground)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5))
      failures.add(
        `${ratio.toFixed(2)} ${element.tagName}.${element.className} "${element.textContent!.trim().slice(0, 30)}"`,
      );
  }
  return [...failures].slice(0, 10);
}
