import type { RoomKind } from './room-name.js';

/** What a room begins with that is made from a template. */
export type RoomTemplate = {
  readonly kind: Exclude<RoomKind, 'lane'>;
  readonly title: string;
  readonly purpose: string;
  readonly topics: readonly string[];
  /** Empty for everybody. */
  readonly boundTo: readonly string[];
  readonly checklist: readonly string[];
};

/** What of the queue somebody looks at again and again. The desk says which filters there are. */
export type QueueView = { readonly filter: string; readonly query: string };

/** What staff keep, by its shelf: templates are everybody's who helps, views one's own. */
export type ShelfTable = { readonly templates: RoomTemplate; readonly views: QueueView };

export type ShelfName = keyof ShelfTable;

export const shelfNames = ['templates', 'views'] as const satisfies readonly ShelfName[];

/** Something on a shelf, as somebody wants it kept. */
export type ShelfFields<S extends ShelfName = ShelfName> = {
  [N in S]: {
    readonly shelf: N;
    /** 128 random bits as 32 hexadecimal digits, made once by who makes it. */
    readonly id: string;
    /** 1 to `limits.maxShelfTitleChars` characters. */
    readonly title: string;
    readonly value: ShelfTable[N];
  };
}[S];

/** Something on a shelf. `rev`: 1 at first, one more with each change. */
export type ShelfItem<S extends ShelfName = ShelfName> = ShelfFields<S> & { readonly rev: number };
