package main

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/privacy"
	"twintown/internal/proposal"
)

// answerProposer tells whoever left an address with a proposal how it was decided.
func (n *node) answerProposer(base string) proposal.Answer {
	return func(ctx context.Context, tx *db.Tx, p proposal.Proposal) error {
		link := base + "/" + p.Language + "/"
		if p.Partnership != "" {
			link += "partnerships/" + p.Partnership
		}
		_, err := n.outbox.Queue(ctx, tx, mail.Mail{
			Kind: "proposal_decided", Key: p.DecisionKey(), To: p.Email, Language: p.Language, Link: link,
			Args: lang.Args{"decision": string(p.State), "reason": p.Answer},
		})
		return err
	}
}

// recallAnswer stops the mail about a decision that was taken back, if it still waits.
func (n *node) recallAnswer(ctx context.Context, tx *db.Tx, p proposal.Proposal) (stopped, left bool, err error) {
	return n.outbox.Recall(ctx, tx, p.DecisionKey())
}

// proposers is the holder of the addresses that came with proposals.
func (n *node) proposers() privacy.Holder {
	return privacy.Holder{
		Name: "proposals",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			all, err := n.proposals.By(ctx, p.Email)
			if len(all) == 0 {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: all}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error {
			return n.proposals.EraseAddress(ctx, tx, p.Email)
		},
		Addresses: n.proposals.Addresses,
		Rules:     []privacy.Rule{{Name: "proposals.address", After: proposal.Kept, Due: proposal.AddressesDue, Purge: proposal.ForgetAddresses}},
	}
}
