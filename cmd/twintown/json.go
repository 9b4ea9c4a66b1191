package main

import "encoding/json"

// printJSON writes one value as one line.
func (p *program) printJSON(v any) error { return json.NewEncoder(p.out).Encode(v) }
