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

const showConnection = () => {
  const badge = document.querySelector('.conn');
  const words = badge?.querySelector('.conn-words');
  if (!words) return;
  const state = window.Vaadin?.connectionState?.state ?? 'connected';
  const live = state === 'connected' || state === 'loading';
  badge.classList.toggle('s-ok', live);
  badge.classList.toggle('s-wait', !live);
  const text = live ? badge.getAttribute('data-live') : badge.getAttribute('data-lost');
  if (words.textContent !== text) words.textContent = text;
};

window.Vaadin?.connectionState?.addStateChangeListener?.(showConnection);
showConnection();
