// Keys and the connection's state. Words come from the server as attributes; nothing here writes markup.

const layout = () => document.querySelector('vaadin-app-layout');

const send = (name, to) => layout()?.dispatchEvent(new CustomEvent(name, { detail: { to } }));

const isField = (element) =>
  element instanceof HTMLElement && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));

let went = 0;

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    send('calmend-search', '');
    return;
  }
  if (event.ctrlKey || event.metaKey) return;
  const target = event.composedPath()[0];
  if (isField(target) || layout()?.getAttribute('data-keys') !== 'on') return;
  if (document.querySelector('vaadin-dialog[opened], vaadin-confirm-dialog[opened], vaadin-menu-bar-overlay')) return;
  const recently = Date.now() - went < 1500;
  went = 0;
  if (recently && /^[a-z]$/.test(event.key)) {
    event.preventDefault();
    send('calmend-go', event.key);
  } else if (event.key === 'g') {
    went = Date.now();
  } else if (event.key === '/') {
    event.preventDefault();
    send('calmend-search', '');
  } else if (event.key === '?') {
    event.preventDefault();
    send('calmend-keys', '');
  }
});

// whether the portal answered when it was last asked
let reached = true;

const showConnection = () => {
  const badge = document.querySelector('.conn');
  const words = badge?.querySelector('.conn-words');
  if (!words) return;
  const state = window.Vaadin?.connectionState?.state ?? 'connected';
  const live = reached && (state === 'connected' || state === 'loading');
  badge.classList.toggle('s-ok', live);
  badge.classList.toggle('s-wait', !live);
  const text = live ? badge.getAttribute('data-live') : badge.getAttribute('data-lost');
  if (words.textContent !== text) words.textContent = text;
};

window.Vaadin?.connectionState?.addStateChangeListener?.(showConnection);
showConnection();

// A page that nobody uses sends nothing, and its web socket is refused without a word once the session is over: it asks for
// itself, as Vaadin's own heartbeat does every five minutes, and this keeps no session from ending either.
const ask = async () => {
  const page = Object.values(window.Vaadin?.Flow?.clients ?? {})
    .map((client) => client.getUIId?.())
    .find((id) => id >= 0);
  if (!layout() || document.hidden || page === undefined) return;
  try {
    const answer = await fetch(`?v-r=heartbeat&v-uiId=${page}`, { method: 'POST' });
    reached = answer.status < 500;
    if ([403, 404, 410].includes(answer.status)) location.reload();
  } catch {
    reached = false;
  }
  showConnection();
};

setInterval(ask, 15_000);
document.addEventListener('visibilitychange', ask);
