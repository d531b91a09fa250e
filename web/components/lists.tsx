import type { ListsView, ListView, ProcessView, TablesView, TableView } from '../../src/report/view-model-types.ts';
import { CapNote, count, Empty, ProcessChips, processData, Text } from './text.tsx';

/** Narrows every list and table of its panel. */
export function FilterBox({ label }: { label: string }) {
  return (
    <div class="filter js-only">
      <input
        type="search"
        data-filter
        placeholder="Filter"
        aria-label={`Filter ${label}`}
        autocomplete="off"
        spellcheck={false}
      />
      <span class="filter-state" role="status" />
    </div>
  );
}

export function ValueList({ list, processes }: { list: ListView; processes: readonly ProcessView[] }) {
  return (
    <details class="list" id={list.id} open={list.open}>
      <summary>
        {list.label} <span class="n">{count(list.items.total)}</span>
      </summary>
      <ul class="values">
        {list.items.items.map((item) => (
          <li class="row" tabIndex={-1} data-p={processData(item.processes)} data-copy>
            <span class="v">
              <Text value={item.value} />
            </span>
            <ProcessChips of={item.processes} processes={processes} />
          </li>
        ))}
      </ul>
      <CapNote list={list.items} what="values" />
    </details>
  );
}

export function Lists({ view, processes }: { view: ListsView; processes: readonly ProcessView[] }) {
  return (
    <>
      <Empty why={view.empty} />
      {view.lists.length > 0 ? <FilterBox label={view.label} /> : null}
      {view.lists.map((list) => (
        <ValueList list={list} processes={processes} />
      ))}
    </>
  );
}

export function ValueTable({ table, processes }: { table: TableView; processes: readonly ProcessView[] }) {
  const owned = table.rows.items.some((row) => row.processes);
  return (
    <div class="scroll-x">
      <table class="data">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th>{column}</th>
            ))}
            {owned ? <th>Process</th> : null}
          </tr>
        </thead>
        <tbody>
          {table.rows.items.map((row) => (
            <tr
              class="row"
              tabIndex={-1}
              data-p={processData(row.processes)}
              data-t={row.time === undefined ? undefined : Math.round(row.time)}
              data-copy
            >
              {row.cells.map((cell) => (
                <td>{cell ? <Text value={cell} /> : null}</td>
              ))}
              {owned ? (
                <td>
                  <ProcessChips of={row.processes} processes={processes} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Each table behind its label and the number of its rows. */
export function TableList({ tables, processes }: { tables: TablesView['tables']; processes: readonly ProcessView[] }) {
  return (
    <>
      {tables.map((table) => (
        <details class="list" id={table.id} open={table.open}>
          <summary>
            {table.label} <span class="n">{count(table.rows.total)}</span>
          </summary>
          <ValueTable table={table} processes={processes} />
          <CapNote list={table.rows} what="rows" />
        </details>
      ))}
    </>
  );
}

export function Tables({ view, processes }: { view: TablesView; processes: readonly ProcessView[] }) {
  return (
    <>
      <Empty why={view.empty} />
      {view.tables.length > 0 ? <FilterBox label={view.label} /> : null}
      <TableList tables={view.tables} processes={processes} />
    </>
  );
}
