/** What engine.io-client's own URL parser gives, by the browser's. */
export function parse(uri) {
  const { protocol, hostname, port, pathname, search } = new URL(uri);
  return {
    protocol: protocol.slice(0, -1),
    host: hostname.replace(/^\[|\]$/g, ''),
    port,
    path: pathname === '/' ? '' : pathname,
    query: search.slice(1),
    source: uri,
  };
}
