/** What must be undone at the end. Everything that starts something adds its undo here. */
export type UndoList = {
  add(undo: () => void): void;
  /** Runs and forgets every undo, the newest first. One that throws is reported and does not stop the others. */
  run(): void;
};

/** Makes an empty list; `report` receives what an undo throws. */
export function createUndoList(report: (error: unknown) => void): UndoList {
  const undos: (() => void)[] = [];
  return {
    add: (undo) => void undos.push(undo),
    run: () => {
      for (let undo = undos.pop(); undo; undo = undos.pop()) {
        try {
          undo();
        } catch (error) {
          report(error);
        }
      }
    },
  };
}
