/** Holds a history against the invariants of docs/delivery.md. Pure, and linear in the length of the history. */
import type { History, Logged, Shown, Step } from './history.js';

export type Invariant =
  | 'I1 no loss'
  | 'I2 no vanishing'
  | 'I3 no duplicate'
  | 'I4 no phantom'
  | 'I5 rejected stays out'
  | 'I6 dense'
  | 'I7 total order'
  | 'I8 sender order'
  | 'I9 convergence'
  | 'I10 stable acknowledgement'
  | 'I11 authorised'
  | 'I12 liveness'
  | 'I13 monotone markers'
  // A rule of figures, which the run of that name holds.
  | 'R18 slow consumers';

export type Violation = { readonly invariant: Invariant; readonly what: string };

export type Report = {
  readonly invoked: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly received: number;
  readonly logged: number;
  readonly violations: readonly Violation[];
};

type OfKind<K extends Step['kind']> = Extract<Step, { kind: K }>;

/** Checks everything. Finding nothing in an empty history is not a proof; look at the counts. */
export function checkHistory({ steps, logs, shown }: History): Report {
  const violations: Violation[] = [];
  const report = (invariant: Invariant, what: string): void => void violations.push({ invariant, what });
  const invoked = new Map<string, OfKind<'invoke'>>();
  for (const step of steps) if (step.kind === 'invoke') invoked.set(placeOf(step.room, step.cid), step);
  const logged = indexLogs(logs, invoked, report);
  const told = checkAnswers(steps, logged, report);
  const received = checkReceived(steps, logs, shown, report);
  checkEnds(steps, invoked, logged, told, shown, report);
  checkSenders(steps, logged, told, report);
  checkMarkers(steps, report);
  for (const view of shown) checkView(view, logs.get(view.room) ?? [], report);
  return {
    invoked: invoked.size,
    acknowledged: told.ok.size,
    failed: told.failed.size,
    received,
    logged: [...logs.values()].reduce((sum, log) => sum + log.length, 0),
    violations,
  };
}

type Tell = (invariant: Invariant, what: string) => void;
type Told = { readonly ok: Map<string, number>; readonly failed: Set<string> };

/** The logs by command id. */
function indexLogs(logs: History['logs'], invoked: ReadonlyMap<string, unknown>, report: Tell): Map<string, Logged> {
  const index = new Map<string, Logged>();
  for (const [room, log] of logs) {
    log.forEach((event, at) => {
      if (event.seq !== at + 1) report('I6 dense', `${room}: event ${at + 1} has number ${event.seq}`);
      if (!event.isMessage) return;
      const place = placeOf(room, event.cid);
      if (index.has(place))
        report('I3 no duplicate', `${room}: command ${event.cid} is there twice, last as ${event.seq}`);
      if (!invoked.has(place)) report('I4 no phantom', `${room}: nobody asked for event ${event.seq}`);
      index.set(place, event);
    });
  }
  return index;
}

function checkAnswers(steps: History['steps'], logged: ReadonlyMap<string, Logged>, report: Tell): Told {
  const told: Told = { ok: new Map(), failed: new Set() };
  for (const step of steps) {
    if (step.kind === 'fail') told.failed.add(placeOf(step.room, step.cid));
    if (step.kind !== 'ok') continue;
    const place = placeOf(step.room, step.cid);
    const before = told.ok.get(place);
    if (before !== undefined && before !== step.seq)
      report('I10 stable acknowledgement', `${step.room}: ${step.cid} was ${before}, then ${step.seq}`);
    told.ok.set(place, step.seq);
    const event = logged.get(place);
    if (event?.seq !== step.seq)
      report(
        'I1 no loss',
        `${step.room}: ${step.cid} was acknowledged as ${step.seq}, the log has ${event?.seq ?? 'nothing'}`,
      );
  }
  for (const place of told.failed)
    if (logged.has(place) && !told.ok.has(place))
      report('I5 rejected stays out', `${place} was refused and is in the log`);
  return told;
}

function checkReceived(steps: History['steps'], logs: History['logs'], shown: readonly Shown[], report: Tell): number {
  const isStaff = new Map(shown.map((view) => [view.device, view.isStaff]));
  const first = new Map<string, string>();
  let received = 0;
  for (const step of steps) {
    if (step.kind !== 'recv') continue;
    received += 1;
    const event = logs.get(step.room)?.[step.seq - 1];
    if (!event)
      report('I4 no phantom', `${step.device} received ${step.room} ${step.seq}, which the log does not have`);
    if (step.cid === null) {
      if (event && (!event.isForStaff || isStaff.get(step.device)))
        report('I9 convergence', `${step.device} was shown only the number of ${step.room} ${step.seq}`);
      continue;
    }
    if (event?.isForStaff && isStaff.get(step.device) !== true)
      report('I11 authorised', `${step.device} received ${step.room} ${step.seq}, which is for staff`);
    if (event && event.cid !== step.cid)
      report(
        'I4 no phantom',
        `${step.device} received ${step.cid} as ${step.room} ${step.seq}, the log has ${event.cid}`,
      );
    const place = placeOf(step.room, String(step.seq));
    const other = first.get(place);
    if (other === undefined) first.set(place, step.cid);
    else if (other !== step.cid)
      report('I7 total order', `${step.room} ${step.seq} is ${other} for one and ${step.cid} for another`);
  }
  return received;
}

/** Every message ends known: in the log, or visibly failed. */
function checkEnds(
  steps: History['steps'],
  invoked: ReadonlyMap<string, OfKind<'invoke'>>,
  logged: ReadonlyMap<string, Logged>,
  told: Told,
  shown: readonly Shown[],
  report: Tell,
): void {
  const failed = new Set(shown.flatMap((view) => view.failed.map((cid) => placeOf(view.room, cid))));
  const doubtful = doubtfulIn(steps);
  for (const [place, { room, cid }] of invoked)
    if (!logged.has(place) && !failed.has(place) && !told.failed.has(place) && !doubtful.has(place))
      report('I2 no vanishing', `${room}: ${cid} is neither in the log nor did it fail`);
  for (const place of failed)
    if (logged.has(place)) report('I5 rejected stays out', `${place} is shown as failed and is in the log`);
  for (const { device, room, waiting } of shown)
    if (waiting.length > 0) report('I12 liveness', `${device} still waits for ${waiting.length} messages in ${room}`);
}

/** What one device sent is in the order in which it was sent, save what was refused on the way. */
/** What tabs asked that died before they heard that it is stored; when they asked it, nobody can say. */
function doubtfulIn(steps: History['steps']): ReadonlySet<string> {
  return new Set(steps.flatMap((step) => (step.kind === 'doubt' ? [placeOf(step.room, step.cid)] : [])));
}

function checkSenders(steps: History['steps'], logged: ReadonlyMap<string, Logged>, told: Told, report: Tell): void {
  const doubtful = doubtfulIn(steps);
  const last = new Map<string, number>();
  for (const step of steps) {
    if (step.kind !== 'invoke') continue;
    const place = placeOf(step.room, step.cid);
    const seq = logged.get(place)?.seq;
    if (seq === undefined || told.failed.has(place) || doubtful.has(place)) continue;
    const sender = placeOf(step.room, step.device);
    const before = last.get(sender) ?? 0;
    if (seq < before)
      report('I8 sender order', `${step.device}: ${step.cid} is ${seq}, what it sent before is ${before}`);
    last.set(sender, Math.max(before, seq));
  }
}

function checkMarkers(steps: History['steps'], report: Tell): void {
  const last = new Map<string, number>();
  for (const step of steps) {
    if (step.kind !== 'marker') continue;
    const place = placeOf(step.room, `${step.device} ${step.person}`);
    const before = last.get(place) ?? 0;
    if (step.seq < before)
      report(
        'I13 monotone markers',
        `${step.device}: the marker in ${step.room} went from ${before} back to ${step.seq}`,
      );
    last.set(place, step.seq);
  }
}

/** A device shows the end of the log, all of it that it may see, once and in order. */
function checkView({ device, room, isStaff, hasOlder, messages }: Shown, log: readonly Logged[], report: Tell): void {
  const visible = log.filter((event) => event.isMessage && (isStaff || !event.isForStaff));
  const expected = hasOlder && messages.length > 0 ? visible.slice(-messages.length) : visible;
  const at = messages.findIndex(({ seq, cid }, index) => seq !== expected[index]?.seq || cid !== expected[index]?.cid);
  if (messages.length === expected.length && at === -1) return;
  const difference =
    at === -1
      ? `${messages.length} messages where the log has ${expected.length}`
      : `${messages[at]?.seq} where the log has ${expected[at]?.seq ?? 'nothing'}`;
  report('I9 convergence', `${device} shows in ${room} ${difference}`);
}

function placeOf(room: string, name: string): string {
  return `${room} ${name}`;
}
