/** Whether a text comes from a log, a terminal or a program, and not from a person. Pure. */
const minLines = 3;
const maxLooked = 200;
/** What a line has that nobody writes to a colleague: times and levels, frames of a stack, brackets, settings, indented columns. */
const signs =
  /^\s*(?:\d{4}-\d\d-\d\d|\d\d?:\d\d:\d\d|\[?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\b|at \S+[(:]|Caused by:|Traceback|\.\.\. \d+ more|[$#>] ?\w+ |<\/?[a-z][\w-]*[ />]|[{}[\]],?$|"[\w-]+": )|[;{}]$|^(?:\t| {4})\S|^[\w.-]+ ?[=:] ?\S+$|\t\S+\t/;

/** True for at least three lines of which most look like that. */
export function looksLikeLog(text: string): boolean {
  if (/^ {0,3}(?:`{3}|~{3})/m.test(text)) return false;
  const lines = text
    .split('\n', maxLooked)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  if (lines.length < minLines) return false;
  return lines.filter((line) => signs.test(line.slice(0, 500))).length * 2 > lines.length;
}
