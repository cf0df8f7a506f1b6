/** People over HTTP: who can be called, who is known, who called. */
import { isStaff, requests, type InquiryName, type Person } from '@support-chat/protocol';
import { inputJsonSchema, parseRequest } from '@support-chat/protocol/schemas';
import type { PeopleAnswers } from '../people/people-answers.js';
import type { ApiRoute } from './route.js';

type Place = Pick<ApiRoute, 'method' | 'path' | 'summary' | 'answer'>;

const places: { readonly [N in keyof PeopleAnswers]: Place } = {
  'people.find': {
    ...{ method: 'GET', path: '/api/rooms/{room}/people', answer: 'Found' },
    summary: 'Whom one can call, by the beginning of a name',
  },
  'people.count': {
    ...{ method: 'GET', path: '/api/rooms/{room}/people/count', answer: 'Count' },
    summary: 'How many a group would call',
  },
  'people.keep': { method: 'POST', path: '/api/people', answer: 'Kept', summary: 'Tell the server of people' },
  'calls.read': { method: 'GET', path: '/api/calls', answer: 'Calls', summary: 'Messages that call you, not seen yet' },
};

export function peopleRoutes(people: PeopleAnswers): readonly ApiRoute[] {
  return (Object.keys(places) as (keyof PeopleAnswers & InquiryName)[]).map((name): ApiRoute => {
    return {
      ...places[name],
      ...{ tag: 'people', cost: requests[name].cost, input: inputJsonSchema(name), isCommand: false },
      run: (person, input) => {
        // The table ties each name to its input; indexing it with a union loses the tie.
        const answer = people[name] as (by: { person: Person; isStaff: boolean }, input: unknown) => Promise<object>;
        return answer({ person, isStaff: isStaff(person.role) }, parseRequest(name, input));
      },
    };
  });
}
