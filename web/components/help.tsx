const KEYS: readonly [keys: string, what: string][] = [
  ['/', 'search: the query box of calls, or the filter of a list'],
  ['j  k', 'next and previous row'],
  ['o  Enter', 'open or close the row'],
  ['[  ]', 'previous and next finding'],
  ['g s', 'go to the summary'],
  ['g p', 'go to the processes'],
  ['g f', 'go to findings'],
  ['g c', 'go to calls'],
  ['g n', 'go to network'],
  ['g t', 'go to the timeline'],
  ['g a', 'go to ATT&CK'],
  ['g h', 'go to health'],
  ['1 … 9', 'go to a tab'],
  ['t', 'show or hide the tree'],
  ['d', 'addresses defanged or raw'],
  ['c', 'copy the focused row'],
  ['y', 'copy a link to what is in view'],
  ['Esc', 'close, or clear the selection'],
];

/** What the keyboard does, and the switch that turns single keys off. */
export function Help() {
  return (
    <dialog class="help" aria-labelledby="help-title">
      <h2 id="help-title">Keyboard</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div>
            <dt>
              {keys.split('  ').map((key) => (
                <kbd>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>
        In the tree: arrows move, open and close; Enter or Space selects, with Ctrl one more. In the call table: arrows,
        Page Up and Page Down, Home and End. In the timeline: two sliders set the range, and so does a drag.
      </p>
      <p>
        <label>
          <input type="checkbox" data-do="keys" checked /> Single keys do something
        </label>
      </p>
      <button type="button" data-do="close-help">
        Close
      </button>
    </dialog>
  );
}
