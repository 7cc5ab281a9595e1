// The ribbon's buttons: the pane's own actions, with the pane opened where there is something to read.
/* global Office */
import * as actions from "./actions.js";

async function opened() {
  try {
    await Office.addin.showAsTaskpane();
  } catch {
    // the pane is open already, or this Excel opens it only by its own button
  }
}

const commands = {
  pmoCheck: () => actions.check(),
  pmoRefresh: () => actions.refresh(),
  pmoUndo: () => actions.undo(),
  pmoPublish: () => actions.publishPlan(),
};

// Excel takes no other command of the add-in until this one says that it is done.
export const command = (action) => async (event) => {
  try {
    await opened();
    await action();
  } finally {
    event?.completed?.();
  }
};

export function tie() {
  for (const [name, action] of Object.entries(commands)) Office.actions.associate(name, command(action));
}
