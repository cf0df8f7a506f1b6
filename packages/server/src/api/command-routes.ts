/** Where each command is over HTTP. A command without a place here does not compile. */
import { requests, type CommandName, type RequestInput } from '@support-chat/protocol';
import { inputJsonSchema, parseRequest } from '@support-chat/protocol/schemas';
import type { RoomLog } from '../room-log.js';
import type { ApiMethod, ApiRoute } from './route.js';

type Place = { readonly method: ApiMethod; readonly path: string; readonly tag: string; readonly summary: string };

const inRoom = '/api/rooms/{room}';
const act = (name: string, summary: string): Place => ({
  method: 'POST',
  path: `${inRoom}/questions/{question}/${name}`,
  tag: 'questions',
  summary,
});

const places: { readonly [N in CommandName]: Place } = {
  'room.create': { method: 'POST', path: '/api/rooms', tag: 'rooms', summary: 'Make a room' },
  'room.describe': { method: 'PATCH', path: inRoom, tag: 'rooms', summary: 'Change title and purpose' },
  'room.plan': {
    method: 'POST',
    path: `${inRoom}/plan`,
    tag: 'rooms',
    summary: 'Say when it opens and closes by itself',
  },
  'room.open': { method: 'POST', path: `${inRoom}/open`, tag: 'rooms', summary: 'Open a planned room' },
  'checklist.set': {
    method: 'POST',
    path: `${inRoom}/checklist`,
    tag: 'rooms',
    summary: 'Say what support does in it',
  },
  'checklist.tick': {
    ...{ method: 'POST', path: `${inRoom}/checklist/{item}`, tag: 'rooms' },
    summary: 'Say that it is done, or not',
  },
  'room.close': { method: 'POST', path: `${inRoom}/close`, tag: 'rooms', summary: 'End writing in the room' },
  'room.reopen': { method: 'POST', path: `${inRoom}/reopen`, tag: 'rooms', summary: 'Let people write again' },
  'room.archive': { method: 'POST', path: `${inRoom}/archive`, tag: 'rooms', summary: 'Put a closed room away' },
  'room.unarchive': {
    method: 'POST',
    path: `${inRoom}/unarchive`,
    tag: 'rooms',
    summary: 'Take a room out of the archive',
  },
  'room.delete': {
    ...{ method: 'POST', path: `${inRoom}/delete`, tag: 'rooms' },
    summary: 'Take a closed room from everybody; after 30 days it is erased',
  },
  'room.recover': { method: 'POST', path: `${inRoom}/recover`, tag: 'rooms', summary: 'Take a deleted room back' },
  'lane.begin': { method: 'POST', path: `${inRoom}/begin`, tag: 'rooms', summary: 'Begin the lane of a person' },
  'message.post': { method: 'POST', path: `${inRoom}/messages`, tag: 'messages', summary: 'Post a message' },
  'message.edit': {
    ...{ method: 'PATCH', path: `${inRoom}/messages/{message}`, tag: 'messages' },
    summary: 'Say something else in place of it',
  },
  'message.retract': {
    ...{ method: 'DELETE', path: `${inRoom}/messages/{message}`, tag: 'messages' },
    summary: 'Take its words back, for good',
  },
  'message.react': {
    ...{ method: 'POST', path: `${inRoom}/messages/{message}/reactions`, tag: 'messages' },
    summary: 'React with an emoji, or no longer',
  },
  'message.pin': {
    ...{ method: 'POST', path: `${inRoom}/pins/{pin}`, tag: 'messages' },
    summary: 'Show everybody what they should know',
  },
  'message.unpin': {
    ...{ method: 'DELETE', path: `${inRoom}/pins/{pin}`, tag: 'messages' },
    summary: 'Take a pin away',
  },
  'member.add': { method: 'POST', path: `${inRoom}/members`, tag: 'members', summary: 'Let somebody in by name' },
  'member.remove': {
    ...{ method: 'DELETE', path: `${inRoom}/members/{person}`, tag: 'members' },
    summary: 'Take somebody out, or leave',
  },
  'link.make': { method: 'POST', path: `${inRoom}/links`, tag: 'guests', summary: 'Make a link for guests' },
  'link.revoke': {
    ...{ method: 'POST', path: `${inRoom}/links/{link}/revoke`, tag: 'guests' },
    summary: 'End a link, and take out who came by it',
  },
  'question.claim': act('claim', 'Look into it'),
  'question.hand': act('hand', 'Let somebody else look into it'),
  'question.release': act('release', 'Give it back to everybody'),
  'question.promise': act('promise', 'Promise an answer until a time'),
  'question.answer': act('answer', 'Say which reply is the answer'),
  'question.resolve': act('resolve', 'Say that it needs no more'),
  'question.reopen': act('reopen', 'Say that it is not over'),
  'question.merge': act('merge', 'Say that another question is the same'),
  'question.split': act('split', 'Say that it is another question after all'),
  'question.move': act('move', 'Let it go on in another room'),
  'question.rate': act('rate', 'Say whether it helped'),
  'question.join': act('join', 'Have the same question'),
  'question.leave': act('leave', 'Not have it after all'),
  'problem.announce': problemPlace('POST', '', 'Tell everybody what is broken or planned'),
  'problem.update': problemPlace('PATCH', '/{problem}', 'Say how it stands'),
  'problem.end': problemPlace('POST', '/{problem}/end', 'Say that it is over'),
  'problem.join': problemPlace('POST', '/{problem}/join', 'Say that it concerns oneself, too'),
  'problem.leave': problemPlace('POST', '/{problem}/leave', 'Say that it does not after all'),
};

function problemPlace(method: ApiMethod, path: string, summary: string): Place {
  return { method, path: `${inRoom}/problems${path}`, tag: 'problems', summary };
}

/** A route for every command, through the one way to write. */
export function commandRoutes(roomLog: RoomLog): readonly ApiRoute[] {
  return (Object.keys(places) as CommandName[]).map((name): ApiRoute => {
    const { properties, required = [] } = inputJsonSchema(name);
    const isAsked = (field: string): boolean => field !== 'cid';
    return {
      ...places[name],
      cost: requests[name].cost,
      input: {
        type: 'object',
        properties: Object.fromEntries(Object.entries(properties).filter(([field]) => isAsked(field))),
        required: required.filter(isAsked),
      },
      answer: 'Appended',
      isCommand: true,
      run: (person, input, cid) => {
        const parsed: RequestInput<CommandName> = parseRequest(name, { ...input, cid });
        return roomLog.submit(person, name, parsed);
      },
    };
  });
}
