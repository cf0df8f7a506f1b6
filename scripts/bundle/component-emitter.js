/**
 * Who is told what: as much of @socket.io/component-emitter as the modules beside this one use. `emitReserved` is apart from
 * `emit`, which a socket sends with.
 */
export class Emitter {
  /** By name, each listener and whether it is told once. */
  #listeners = new Map();

  on(name, listener, isOnce = false) {
    const known = this.#listeners.get(name) ?? new Map();
    this.#listeners.set(name, known.set(listener, isOnce));
  }

  once(name, listener) {
    this.on(name, listener, true);
  }

  off(name, listener) {
    this.#listeners.get(name)?.delete(listener);
  }

  emit(...all) {
    this.emitReserved(...all);
  }

  emitReserved(name, ...values) {
    for (const [listener, isOnce] of [...(this.#listeners.get(name) ?? [])]) {
      if (isOnce) this.off(name, listener);
      listener(...values);
    }
  }
}
