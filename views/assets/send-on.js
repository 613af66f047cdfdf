// Sends a form that needs nobody to press its button.
document.querySelector('[data-sends-itself]')?.submit();
