// The reader of QR codes for browsers that have none of their own. Check-in loads it when it
// opens the camera there, and nobody else does.
import decode from "../vendor/qr/decode.js";

// read returns what a QR code in the pixels says, "" where none can be read.
export function read(pixels) {
  try {
    return decode(pixels);
  } catch {
    return "";
  }
}
