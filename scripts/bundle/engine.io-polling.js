/** Long polling, for networks that let no WebSocket through. https://socket.io/docs/v4/engine-io-protocol/#http-long-polling */
const close = '1';
const separator = '\x1e';

export class PollingTransport {
  session = null;
  #address;
  #handlers;
  #abort = new AbortController();
  #outgoing = [];
  #posting = null;
  #isPaused = false;
  #polling;

  constructor(address, handlers) {
    this.#address = address;
    this.#handlers = handlers;
    this.#polling = this.#poll();
  }

  send(packet) {
    this.#outgoing.push(packet);
    this.#posting ??= this.#post();
  }

  /** Resolves when what is on its way has arrived; nothing is asked or sent after that. */
  async pause() {
    this.#isPaused = true;
    await Promise.all([this.#polling, this.#posting]);
  }

  close() {
    // The server is told, so that it need not wait for the end of a heartbeat.
    if (this.session && !this.#isPaused)
      void this.#ask({ method: 'POST', body: close, keepalive: true }).catch(() => {});
    this.#abort.abort();
  }

  async #poll() {
    try {
      while (!this.#isPaused && !this.#abort.signal.aborted) {
        const text = await (await this.#ask({ signal: this.#abort.signal })).text();
        for (const packet of text.split(separator)) this.#handlers.packet(packet);
      }
    } catch {
      if (!this.#abort.signal.aborted) this.#handlers.closed();
    }
  }

  async #post() {
    try {
      while (this.#outgoing.length > 0)
        await this.#ask({ method: 'POST', body: this.#portion(), signal: this.#abort.signal });
      this.#posting = null;
    } catch {
      if (!this.#abort.signal.aborted) this.#handlers.closed();
    }
  }

  /** As many packets as the server takes at once. */
  #portion() {
    let body = this.#outgoing.shift();
    while (this.#outgoing.length > 0) {
      const more = body + separator + this.#outgoing[0];
      // A character has at most three bytes in UTF-8.
      if (more.length * 3 > this.session.maxPayload) break;
      body = more;
      this.#outgoing.shift();
    }
    return body;
  }

  async #ask(options) {
    if (this.session) this.#address.searchParams.set('sid', this.session.sid);
    this.#address.searchParams.set('t', `${Date.now()}${Math.random()}`);
    const answer = await fetch(this.#address, { cache: 'no-store', ...options });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer;
  }
}
