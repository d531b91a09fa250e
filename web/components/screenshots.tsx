import type { ScreenshotImage, ScreenshotsView } from '../../src/report/view-model-types.ts';
import { count, Line, Text } from './text.tsx';

function Shot({ image, number, of }: { image: ScreenshotImage; number: number; of: number }) {
  return (
    <li>
      <figure>
        <button type="button" class="shot" data-shot={number}>
          <img
            src={image.url}
            width={image.width}
            height={image.height}
            alt={`The screen, ${number + 1} of ${of}`}
            loading="lazy"
            decoding="async"
          />
        </button>
        <figcaption>
          <Line value={image.path} />
          {image.copies > 1 ? <span class="n"> × {count(image.copies)}</span> : null}
          {image.text ? (
            <p class="shot-text">
              <Text value={image.text} />
            </p>
          ) : null}
        </figcaption>
      </figure>
    </li>
  );
}

/** What the screen showed. Pictures hold nothing but the picture: metadata was taken off. */
export function Screenshots({ view }: { view: ScreenshotsView }) {
  const { items, total } = view.images;
  return (
    <>
      {items.length > 0 ? (
        <p class="cap">
          {count(items.length)} of {count(total)} pictures; equal ones are shown once.
        </p>
      ) : null}
      {view.note ? <p class="cap">{view.note}</p> : null}
      <ul class="shots">
        {items.map((image, i) => (
          <Shot image={image} number={i} of={items.length} />
        ))}
      </ul>
      {items.length > 0 ? (
        <dialog class="lightbox" aria-label="Picture of the screen">
          <img alt="" />
          <p>
            <button type="button" data-do="shot-before">
              ← before
            </button>{' '}
            <output />{' '}
            <button type="button" data-do="shot-after">
              after →
            </button>{' '}
            <button type="button" data-do="shot-close">
              Close
            </button>
          </p>
        </dialog>
      ) : null}
    </>
  );
}
