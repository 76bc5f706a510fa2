// The browser knows where it is: its time zone is chosen already, and can be changed.
const field = document.querySelector("select[data-zone='guess']");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (field && [...field.options].some((option) => option.value === here)) field.value = here;
