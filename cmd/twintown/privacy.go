package main

import (
	"context"

	"twintown/internal/exchange/moving"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/privacy"
	"twintown/internal/proposal"
)

// openPrivacy puts together the rooms that hold personal data. A room that is not here is
// in no export and survives every erasure.
func (n *node) openPrivacy() {
	if n.proposals == nil { // a command erases too, such as restore
		n.proposals = proposal.NewStore(n.db, n.log, n.answerProposer(""), n.recallAnswer)
	}
	n.privacy = privacy.New(n.db, n.log, n.key, clock.System(), []privacy.Holder{
		privacy.Accounts(n.db, n.people),
		privacy.Mails(n.outbox),
		privacy.Consenting(n.db),
		moving.NewDrafts(n.db, n.key, nil).Holder(),
		n.proposers(),
		n.careHolder(),
		n.documentHolder(),
		n.pictureHolder(),
		n.enquiryHolder(),
		n.guestTimes(n.guestHolder()),
		n.speakerHolder(),
		n.hostHolder(),
		n.followHolder(),
		n.relayHolder(),
		n.procedureHolder(),
		n.planHolder(),
	})
}

// purgeKind is the nightly job that takes what retention allows no longer.
const purgeKind = "privacy.purge"

func (n *node) purge(ctx context.Context, j jobs.Job) error {
	if _, err := n.privacy.Purge(ctx, people.System()); err != nil {
		return err
	}
	return n.db.Write(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
}
