/* the words come in where
   the other comment is */
'use strict';
const words = {/* words */};

if (words.open) {
  // nothing to do
  document.title += words.open; // all of it
}
