package moving

import "twintown/internal/exchange/sheet"

// unguard takes off the apostrophe that the house's own lists put before what a
// spreadsheet would run.
func unguard(s string) string { return sheet.Unguard(s) }
