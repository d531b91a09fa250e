/** A picture in full size, with the ones before and after it. */
export function initShots(): void {
  const box = document.querySelector<HTMLDialogElement>('dialog.lightbox');
  const shots = [...document.querySelectorAll<HTMLElement>('[data-shot]')];
  if (!box || shots.length === 0) return;
  const picture = box.querySelector('img')!;
  const place = box.querySelector('output')!;
  let at = 0;
  const show = (next: number) => {
    at = (next + shots.length) % shots.length;
    const source = shots[at]!.querySelector('img')!;
    picture.src = source.src;
    picture.alt = source.alt;
    place.textContent = `${at + 1} of ${shots.length}`;
    if (!box.open) box.showModal();
  };
  for (const [i, shot] of shots.entries()) shot.addEventListener('click', () => show(i));
  const actions: { [name: string]: () => void } = {
    'shot-before': () => show(at - 1),
    'shot-after': () => show(at + 1),
    'shot-close': () => box.close(),
  };
  for (const [name, action] of Object.entries(actions)) {
    box.querySelector(`[data-do=${name}]`)!.addEventListener('click', action);
  }
  box.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') show(at - 1);
    else if (event.key === 'ArrowRight') show(at + 1);
  });
  box.addEventListener('close', () => shots[at]!.focus());
}
