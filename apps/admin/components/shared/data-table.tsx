'use client';
import {
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Makes the column sortable. */
  sortValue?: (row: Row) => string | number;
  /** For a column of buttons, whose heading only screen readers need. */
  isHeaderHidden?: boolean;
  align?: 'right';
  /** Where the cell goes when a narrow screen turns rows into two lines. Default: the second line. */
  narrow?: 'title' | 'state' | 'hidden';
  className?: string;
}

interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Off while only a part of the list is loaded: sorting a part misleads. */
  canSort?: boolean;
  testId?: string;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

const narrowCell = {
  title: 'max-sm:order-1 max-sm:min-w-0 max-sm:flex-1',
  state: 'max-sm:order-2',
  hidden: 'max-sm:hidden',
  line: 'max-sm:order-4 max-sm:text-muted max-sm:text-sm',
};

function SortIcon({ direction }: { direction: false | 'asc' | 'desc' }) {
  if (direction === 'asc') return <ArrowUp aria-hidden className="size-3.5" />;
  if (direction === 'desc') return <ArrowDown aria-hidden className="size-3.5" />;
  return <ChevronsUpDown aria-hidden className="size-3.5 opacity-0 transition-opacity group-hover:opacity-60" />;
}

/** A list with a sticky header; on narrow screens each row becomes two lines of the same cells. */
export function DataTable<Row extends object>({
  label,
  columns,
  rows,
  rowKey,
  canSort = true,
  testId,
}: DataTableProps<Row>) {
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        accessorFn: (row: Row) => column.sortValue?.(row) ?? '',
        enableSorting: column.sortValue !== undefined && canSort,
        sortFn: 'basic' as const,
      })),
    [columns, canSort],
  );
  const table = useTable({ features, columns: definitions, data: rows, getRowId: rowKey });
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);

  return (
    <div className="rounded-lg border bg-surface">
      <table aria-label={label} data-testid={testId} className="w-full max-sm:block">
        <thead className="max-sm:sr-only">
          <tr>
            {table.getHeaderGroups()[0]?.headers.map((header) => {
              const column = byId.get(header.id);
              const direction = header.column.getIsSorted();
              return (
                <th
                  key={header.id}
                  scope="col"
                  {...(direction && { 'aria-sort': direction === 'asc' ? 'ascending' : 'descending' })}
                  className={cn(
                    'sticky top-0 z-20 h-9 whitespace-nowrap border-b bg-surface px-3 text-left font-medium text-muted text-xs first:rounded-tl-lg first:pl-4 last:rounded-tr-lg last:pr-4',
                    column?.align === 'right' && 'text-right',
                  )}
                >
                  {header.column.getCanSort() ? (
                    <button
                      type="button"
                      onClick={header.column.getToggleSortingHandler()}
                      aria-label={t.common.sortBy(column?.header ?? '')}
                      className="group -mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-text"
                    >
                      {column?.header}
                      <SortIcon direction={direction} />
                    </button>
                  ) : (
                    <span className={cn(column?.isHeaderHidden && 'sr-only')}>{column?.header}</span>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody className="divide-y max-sm:block">
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              data-testid="row"
              className="relative has-[[data-row-link]]:hover:bg-hover max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-4 max-sm:py-2.5 max-sm:before:order-3 max-sm:before:h-0 max-sm:before:basis-full"
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={cn(
                    'px-3 py-2.5 align-middle tabular-nums first:pl-4 last:pr-4 max-sm:block max-sm:p-0 max-sm:first:pl-0 max-sm:last:pr-0 max-sm:empty:hidden',
                    column.align === 'right' && 'text-right max-sm:text-left',
                    narrowCell[column.narrow ?? 'line'],
                    column.className,
                    'max-sm:w-auto',
                  )}
                >
                  {column.cell(row.original)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Put on the link or button that opens a row: the whole row becomes its target. */
export const rowLink = {
  'data-row-link': true,
  className:
    'rounded-sm text-left align-middle font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2',
} as const;
