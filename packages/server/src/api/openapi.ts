/** The routes as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), made of the schemas they parse with. */
import { documentJsonSchemas } from '@support-chat/protocol/schemas';
import type { ApiRoute } from './route.js';

const refused = {
  description: 'It was not done; `refusal.code` says why',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Refused' } } },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key again, by the same caller with the same input, does nothing and gets the first answer',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

/** Names of the fields that are in the path. */
export function pathFields(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
}

export function openApiOf(routes: readonly ApiRoute[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return {
    openapi: '3.1.1',
    info: { title: 'support-chat', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: documentJsonSchemas(),
    },
  };
}

function operationOf({ method, path, tag, summary, input, answer, isCommand, isOpen }: ApiRoute): object {
  const inPath = pathFields(path);
  const rest = Object.entries(input.properties).filter(([name]) => !inPath.includes(name));
  const isRequired = (name: string): boolean => input.required?.includes(name) ?? false;
  const parameters = [
    ...inPath.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: input.properties[name] ?? { type: 'string' },
    })),
    ...(method === 'GET'
      ? rest.map(([name, schema]) => ({ name, in: 'query', required: isRequired(name), schema }))
      : []),
    ...(isCommand ? [idempotencyKey] : []),
  ];
  const required = rest.map(([name]) => name).filter(isRequired);
  const schema = { type: 'object', properties: Object.fromEntries(rest), ...(required.length > 0 && { required }) };
  const hasBody = method !== 'GET' && rest.length > 0;
  return {
    tags: [tag],
    summary,
    operationId: `${method.toLowerCase()}${path.replace(/[^a-z]+([a-z])/g, (_all, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
    parameters,
    ...(isOpen && { security: [] }),
    ...(hasBody && {
      requestBody: { required: required.length > 0, content: { 'application/json': { schema } } },
    }),
    responses: { 200: { description: 'Done', content: contentOf(answer) }, default: refused },
  };
}

function contentOf(answer: ApiRoute['answer']): object {
  if (typeof answer === 'string') return { 'application/json': { schema: { $ref: `#/components/schemas/${answer}` } } };
  return Object.fromEntries(answer.contentTypes.map((type) => [type, { schema: { type: 'string' } }]));
}
