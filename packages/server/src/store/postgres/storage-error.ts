import { Refusal } from '@support-chat/protocol';
import { storageFull, unavailable } from '../unavailable.js';
import { DatabaseFault } from './connections.js';

/** SQLSTATE classes that blame the statement or its data: feature, data, integrity, syntax or access. */
const isOfStatement = /^(0A|22|23|42)/;
const diskFull = '53100';
/** Two transactions met: a serialization failure, a deadlock, or a room made by another node in the same moment. */
const metAnother = new Set(['40001', '40P01', '23505']);
/** A lock that was not to be had, or one of the above that came again and again. */
const heldUp = new Set(['55P03', '40001', '40P01']);

/** Whether somebody else holds one of the rooms; the others may pass without it. */
export function isHeldUp(error: unknown): boolean {
  return error instanceof DatabaseFault && error.code !== null && heldUp.has(error.code);
}

/** Whether the same transaction may pass when it is tried again at once. */
export function isCollision(error: unknown): boolean {
  return error instanceof DatabaseFault && error.code !== null && metAnother.has(error.code);
}

/** The refusal for a fault of the database, or null when a statement or our own code is at fault. SQLSTATE: PostgreSQL, appendix A. */
export function refusalOfFault(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (!(error instanceof DatabaseFault)) return null;
  if (error.code === diskFull) return storageFull(error);
  return error.code !== null && isOfStatement.test(error.code) ? null : unavailable(error);
}
