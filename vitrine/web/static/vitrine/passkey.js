// A passkey that was not used is no error of the page: say so where it can be read.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
