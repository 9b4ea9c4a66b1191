package main

import (
	"context"

	"twintown/internal/funding"
	"twintown/starter"
)

// openFunding opens the programmes that pay for what towns do together. follow is called after each change of one.
func (n *node) openFunding(follow func(context.Context)) {
	n.programmes = funding.NewKeeper(funding.NewStore(n.db, n.log, follow), starter.Countries())
}
