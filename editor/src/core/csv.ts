// Rows as comma-separated text that spreadsheets read, and that cannot make a spreadsheet run a formula.

type Cell = string | number | boolean | null | undefined;

export function toCsv<Row>(
  rows: readonly Row[],
  columns: readonly (readonly [string, (row: Row) => Cell])[],
): string {
  const lines = [
    columns.map(([name]) => cell(name)),
    ...rows.map((row) => columns.map(([, read]) => cell(read(row)))),
  ];
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
