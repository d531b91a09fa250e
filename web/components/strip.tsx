import type { Band, StripView } from '../../src/report/view-model-types.ts';
import { count, Line } from './text.tsx';

const EGG = 'M20 2C30 2 38 19 38 31 38 42 30 50 20 50 10 50 2 42 2 31 2 19 10 2 20 2Z';

/** The score as an egg before the lamp: the higher, the fuller. */
function Egg({ fill }: { fill: number }) {
  const top = 50 - 48 * fill;
  return (
    <svg class="egg" viewBox="0 0 40 52" width="34" height="44" aria-hidden="true" focusable="false">
      <clipPath id="egg-level">
        <rect x="0" y={top.toFixed(1)} width="40" height="52" />
      </clipPath>
      <path class="egg-shell" d={EGG} />
      <path class="egg-level" d={EGG} clip-path="url(#egg-level)" />
    </svg>
  );
}

export function BandMark({ band, score, fill }: { band: Band; score: string | undefined; fill: number }) {
  return (
    <div class={`band band-${band.key}`}>
      <Egg fill={fill} />
      <div>
        <p class="band-word">
          <i aria-hidden="true">{band.shape}</i> {band.word}
        </p>
        <p class="band-score">
          {score === undefined ? (
            'no score'
          ) : (
            <>
              <b>{score}</b>
              <span> / 10</span>
            </>
          )}
        </p>
      </div>
    </div>
  );
}

/** The verdict, always in view. */
export function Strip({ strip }: { strip: StripView }) {
  return (
    <header class="strip">
      <BandMark band={strip.band} score={strip.score} fill={strip.fill} />
      <div class="strip-sample">
        <h1>
          <Line value={strip.name} />
          {strip.families.map((family) => (
            <span class="family">
              <Line value={family} />
            </span>
          ))}
        </h1>
        {strip.type || strip.sha256 ? (
          <p class="strip-id">
            {strip.type ? <Line value={strip.type} /> : null}
            {strip.sha256 ? (
              <span class="hash" data-copy>
                <span class="label">sha256</span> <Line value={strip.sha256} />
              </span>
            ) : null}
          </p>
        ) : null}
        <p class="strip-facts">
          {strip.facts.map((fact) => (
            <span>
              <span class="label">{fact.label}</span> <Line value={fact.value} />
            </span>
          ))}
          <a class={strip.warnings > 0 ? 'health warn' : 'health'} href="#health">
            {strip.warnings > 0
              ? `⚠ ${count(strip.warnings)} ${strip.warnings === 1 ? 'problem' : 'problems'}`
              : '✓ no problems'}
          </a>
        </p>
      </div>
      <div class="strip-tools js-only">
        <button type="button" data-do="defang" aria-pressed="true" title="Show addresses defanged (d)">
          [.]
        </button>
        <button type="button" data-do="theme" title="Light, dark, or as the system has it">
          <span aria-hidden="true">◐</span>
          <span class="sr">Theme</span>
        </button>
        <button type="button" data-do="help" title="Keyboard (?)">
          <span aria-hidden="true">?</span>
          <span class="sr">Keyboard</span>
        </button>
      </div>
    </header>
  );
}
