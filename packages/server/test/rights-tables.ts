/** Who may do what in which room, for the matrix: lists that its rows are made of. */
import { but, laneOf, privateTeam, roomNames, seers, staff, type RoomName, type Who } from './rights-world.js';

export type Rights = { readonly [R in RoomName]: readonly Who[] };
export const nobody: readonly Who[] = [];
export const rights = (rows: Partial<Rights>): Rights =>
  Object.fromEntries(roomNames.map((name) => [name, rows[name] ?? nobody])) as Rights;
export const writers = rights({
  rollout: but('observer'),
  outage: but('observer'),
  incident: ['member', 'expert', 'host', ...staff],
  team: but('observer'),
  [privateTeam]: ['member', 'expert', 'host'],
  expert: but('observer'),
  'rollout~ana': ['ana', ...staff],
  // Who runs it and who will help in it prepares it.
  'rollout-planned': ['expert', 'host', ...staff],
});
export const noteWriters = rights({
  'rollout-planned': staff,
  ...{ rollout: staff, outage: staff, incident: staff, expert: staff, 'rollout~ana': staff },
});
export const managers = rights({
  ...{ rollout: staff, outage: staff, 'rollout-planned': staff, 'rollout-closed': staff },
  ...{ incident: ['host', ...staff], team: ['host'], [privateTeam]: ['host'], expert: ['host', ...staff] },
});
/** What support does is no business of others, who may run the room all the same. */
export const listKeepers = mapRights(managers, (whos) => whos.filter((who) => staff.includes(who)));
export const openManagers = { ...managers, 'rollout-closed': nobody };
/** Questions are asked and answered where there are any: not among colleagues, not in an incident. */
export const answerers = rights({
  'rollout-planned': ['expert', ...staff],
  ...{ rollout: ['expert', ...staff], outage: ['expert', ...staff], expert: ['expert', 'host', ...staff] },
  'rollout~ana': staff,
});
/** The question in each room is ana's. */
export const answerersAndAsker = rights({
  'rollout-planned': answerers['rollout-planned'],
  ...{ rollout: ['ana', ...answerers.rollout], outage: ['ana', ...answerers.outage] },
  ...{ expert: ['ana', ...answerers.expert], 'rollout~ana': ['ana', ...staff] },
});
export const writersAtQuestions = rights({
  'rollout-planned': writers['rollout-planned'],
  rollout: writers.rollout,
  outage: writers.outage,
  expert: writers.expert,
  'rollout~ana': writers['rollout~ana'],
});
export const withoutAna = (given: Rights): Rights => mapRights(given, (whos) => whos.filter((who) => who !== 'ana'));
export const onlyAna = (given: Rights): Rights => mapRights(given, (whos) => whos.filter((who) => who === 'ana'));

export const onlyAgent = (given: Rights): Rights => mapRights(given, (whos) => whos.filter((who) => who === 'agent'));
/** An author takes back what they wrote wherever they see it still, also in a closed room; not in an archived one. */
export const authors = (who: Who): Rights =>
  rights(
    Object.fromEntries(
      roomNames.map((name) => [name, seers[name].includes(who) && name !== 'rollout-archived' ? [who] : nobody]),
    ),
  );
/** Who runs the room, staff who answer there, and the author. */
export const keepers = mapRights(authors('ana'), (whos, name) => [
  ...whos,
  ...(name === 'rollout~ana' || name === 'rollout-closed~ana' ? staff : []),
  ...managers[name],
]);

/** Everybody who was let in may leave. */
export function withMember(given: Rights): Rights {
  return mapRights(given, (whos, name) => (laneOf(name) === null ? [...whos, 'member'] : whos));
}

export function onlyStaff(given: Rights): Rights {
  return mapRights(given, (whos) => whos.filter((who) => staff.includes(who)));
}

export function mapRights(given: Rights, change: (whos: readonly Who[], name: RoomName) => readonly Who[]): Rights {
  return rights(Object.fromEntries(roomNames.map((name) => [name, change(given[name], name)])));
}
