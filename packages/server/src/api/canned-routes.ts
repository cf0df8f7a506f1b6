/** Canned replies over HTTP, so that a script can bring a whole list. */
import { requests, type Person } from '@support-chat/protocol';
import { inputJsonSchema, parseRequest } from '@support-chat/protocol/schemas';
import type { CannedAnswers } from '../canned.js';
import type { ShelfAnswers } from '../shelf.js';
import type { ApiRoute } from './route.js';

type Place = Pick<ApiRoute, 'method' | 'path' | 'summary' | 'answer'>;

type Kept = CannedAnswers & ShelfAnswers;

const places: { readonly [N in keyof Kept]: Place } = {
  'canned.list': {
    ...{ method: 'GET', path: '/api/rooms/{room}/canned', answer: 'Canned' },
    summary: 'Prepared texts that you may use in the room',
  },
  'canned.keep': { method: 'POST', path: '/api/canned', answer: 'CannedKept', summary: 'Keep a prepared text' },
  'canned.drop': { method: 'DELETE', path: '/api/canned/{id}', answer: 'Nothing', summary: 'Forget a prepared text' },
  'shelf.list': { method: 'GET', path: '/api/shelves/{shelf}', answer: 'Shelf', summary: 'Templates, or your views' },
  'shelf.keep': {
    method: 'POST',
    path: '/api/shelves/{shelf}',
    answer: 'CannedKept',
    summary: 'Keep one more, or a change',
  },
  'shelf.drop': { method: 'DELETE', path: '/api/shelf-items/{id}', answer: 'Nothing', summary: 'Forget one' },
};

export function cannedRoutes(canned: CannedAnswers, shelf: ShelfAnswers): readonly ApiRoute[] {
  const kept: Kept = { ...canned, ...shelf };
  return (Object.keys(places) as (keyof Kept)[]).map((name): ApiRoute => {
    return {
      ...places[name],
      ...{
        tag: name.startsWith('shelf') ? 'shelves' : 'canned replies',
        cost: requests[name].cost,
        input: inputJsonSchema(name),
        isCommand: false,
      },
      run: (person, input) => {
        // The table ties each name to its input; indexing it with a union loses the tie.
        const answer = kept[name] as (by: { person: Person }, input: unknown) => Promise<object>;
        return answer({ person }, parseRequest(name, input));
      },
    };
  });
}
