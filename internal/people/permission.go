package people

import "slices"

// Action is something that can be done, by the name that routes, the audit chain and the
// documentation share.
type Action string

// The actions. Each has a line in [Table].
const (
	ReadPublic Action = "public.read" // everything that anybody may see

	SignIn      Action = "account.sign_in"  // and all that leads to it: register, reset, accept an invitation
	OwnAccount  Action = "account.own"      // see and change one's own account
	OwnSecurity Action = "account.security" // change one's own password, factors, address

	UseDesk       Action = "desk.use"
	ExportList    Action = "list.export"
	ReadAudit     Action = "audit.read"
	ReadAuditAll  Action = "audit.read_all"
	ClaimPlace    Action = "place.claim"
	DecideClaim   Action = "place.decide_claim"
	EditPlace     Action = "place.edit"
	MergePlaces   Action = "place.merge"
	EditOwn       Action = "partnership.enter" // begin a partnership of one's own place
	EditPart      Action = "partnership.edit"
	EditMany      Action = "partnership.edit_many" // a form for many at once; each is asked for as an edit
	Confirm       Action = "partnership.confirm"
	Propose       Action = "proposal.make"
	DecidePropose Action = "proposal.decide"
	MoveIn        Action = "import.run"
	ReadFeed      Action = "feed.read"

	UsePress         Action = "press.use" // the list of what is published; each item is asked for on its own
	WritePress       Action = "press.write"
	TranslatePress   Action = "press.translate"
	PublishPress     Action = "press.publish" // and withdraw
	PreviewPress     Action = "press.preview"
	ArrangeSite      Action = "site.arrange" // what stands on the home page and in the menu
	EditHelp         Action = "help.edit"    // change a help point, check it, publish it
	AddHelp          Action = "help.add"
	AskHelp          Action = "help.ask"
	AnswerHelp       Action = "help.answer"
	ReadConfidential Action = "help.read_confidential" // enquiries to a point that keeps them to itself

	UseMeetings  Action = "meeting.use" // the list of meetings; each is asked for on its own
	WriteMeeting Action = "meeting.write"

	MeetingGuests Action = "meeting.guests" // who is invited to a meeting and who comes, with what is known of them
	GuestOwn      Action = "guest.own"      // a delegation's own pages
	GuestRegister Action = "guest.register"
	CheckInDoor   Action = "checkin.door" // check guests in by a link for helpers

	UseRequests        Action = "seek.use"    // the list of requests; each is asked for on its own
	WriteRequest       Action = "seek.write"  // a town's own request for a partner: write, publish, pause, close
	ReviewRequest      Action = "seek.review" // look at a request before it is published, close one against the rules
	AnswerRequest      Action = "seek.answer" // write to another town in the name of one's own
	TalkWithTown       Action = "seek.talk"   // a conversation of one's own town
	ReportTown         Action = "seek.report" // tell the organiser of what was written in a conversation of one's own town
	ModerateTowns      Action = "seek.moderate"
	FollowRequests     Action = "seek.follow"    // searches that one keeps for oneself
	WalkProcedure      Action = "procedure.walk" // the procedure between one's own town and another
	EditFunding        Action = "funding.edit"   // programmes and calls of the whole site
	UseProjects        Action = "project.use"    // the list of projects; each is asked for on its own
	BeginProject       Action = "project.begin"  // a project of one's own town
	WriteProject       Action = "project.write"  // a project of which one's own town is a partner
	AddDocument        Action = "document.add"
	ReadDocument       Action = "document.read"       // one that is not public
	ReadDraftPaper     Action = "document.read_draft" // one of a text that is not public yet, or no more
	RemoveDocument     Action = "document.remove"
	TranslateTexts     Action = "text.translate"
	InvitePerson       Action = "person.invite"
	ReadPeople         Action = "person.read"
	ManagePeople       Action = "person.manage" // grants, disabling
	OwnData            Action = "privacy.own"   // export and erasure of one's own data
	ManagePrivacy      Action = "privacy.manage"
	HandOver           Action = "person.hand_over"
	ManageOrg          Action = "organisation.manage"
	ManageSite         Action = "site.manage"
	ReadMail           Action = "mail.read"
	ManageMail         Action = "mail.manage"
	ManageJobs         Action = "jobs.manage"
	ReadHealth         Action = "system.health"
	MakeBackup         Action = "system.backup"
	FirstAdministrator Action = "site.first_administrator"
)

// Within is the relation of a role's scope to the object of an action.
type Within string

// The relations.
const (
	Anywhere Within = "anywhere" // a grant of the role in any scope
	TheSite  Within = "site"     // a grant for the whole site
	Covering Within = "covering" // a grant whose scope covers the object
)

// Right is one cell of the table: a role, and in which relation to the object.
type Right struct {
	Role   Role
	Within Within
}

// Rule is one line of the table.
type Rule struct {
	Action   Action
	Everyone bool    // the public too
	SignedIn bool    // whoever has an account
	Own      bool    // the person whose object it is
	Rights   []Right // any of these
	Fresh    bool    // asks who signed in some time ago to prove again who she is
	Hidden   bool    // who may not is told that there is no such thing
	Weak     bool    // also for a session without the second factor that the role asks for
}

var (
	admin     = Right{Administrator, TheSite}
	officer   = Right{Officer, Covering}
	steward   = Right{Steward, Covering}
	organiser = Right{Organiser, Covering}

	// translators are of the site's texts; what they write becomes public by another's word
	translator = Right{Translator, TheSite}
	adviser    = Right{Adviser, Covering}
)

// Table is the permission table: everything that anybody may do. It is printed in
// docs/permissions.md, and the access matrix of the tests is made from it.
func Table() []Rule {
	anyOf := func(roles ...Role) (rights []Right) {
		for _, r := range roles {
			rights = append(rights, Right{r, Anywhere})
		}
		return rights
	}
	return []Rule{
		{Action: ReadPublic, Everyone: true},
		{Action: SignIn, Everyone: true},
		{Action: Propose, Everyone: true},
		{Action: AskHelp, Everyone: true},
		{Action: ReadFeed, Everyone: true},           // the address itself is the secret
		{Action: FirstAdministrator, Everyone: true}, // the link itself is the secret

		{Action: OwnAccount, SignedIn: true},
		{Action: OwnSecurity, SignedIn: true, Fresh: true},
		{Action: OwnData, SignedIn: true, Fresh: true},
		{Action: ClaimPlace, SignedIn: true},

		{Action: PreviewPress, Everyone: true}, // the address itself is the secret

		{Action: UsePress, Rights: anyOf(Translator, Organiser, Administrator)},
		{Action: WritePress, Rights: []Right{organiser, admin}, Hidden: true},
		{Action: TranslatePress, Rights: []Right{translator, organiser, admin}, Hidden: true},
		{Action: ArrangeSite, Rights: []Right{{Organiser, TheSite}, admin}},
		{Action: PublishPress, Rights: []Right{organiser, admin}, Hidden: true},

		{Action: UseMeetings, Rights: anyOf(Translator, Organiser, Administrator)},
		{Action: WriteMeeting, Rights: []Right{organiser, admin}, Hidden: true},
		{Action: MeetingGuests, Rights: []Right{organiser, admin}, Hidden: true},
		{Action: GuestOwn, Everyone: true}, // the address itself is the secret
		{Action: GuestRegister, Everyone: true},
		{Action: CheckInDoor, Everyone: true}, // the address itself is the secret

		{Action: UseDesk, Weak: true, Rights: anyOf(Translator, Adviser, Organiser, Officer, Steward, Administrator)},
		{Action: ExportList, Rights: anyOf(Organiser, Officer, Steward, Administrator)},
		{Action: MoveIn, Rights: anyOf(Officer, Steward, Administrator)},
		{Action: EditMany, Rights: anyOf(Officer, Steward, Administrator)},
		{Action: TranslateTexts, Rights: anyOf(Translator, Administrator)},

		{Action: EditOwn, Rights: []Right{officer, steward, admin}},
		{Action: EditPart, Rights: []Right{officer, steward, admin}},
		{Action: Confirm, Rights: []Right{officer}},
		{Action: DecidePropose, Rights: []Right{officer, steward, admin}, Hidden: true},
		{Action: ReadAudit, Rights: []Right{officer, steward, admin}},
		{Action: AddDocument, Rights: []Right{officer, steward, organiser, admin}},
		{Action: ReadDocument, Own: true, Rights: []Right{officer, steward, organiser, admin}, Hidden: true},
		{Action: ReadDraftPaper, Own: true, Rights: []Right{translator, organiser, admin}, Hidden: true},
		{Action: RemoveDocument, Own: true, Rights: []Right{officer, steward, organiser, admin}},
		{Action: EditPlace, Rights: []Right{officer, steward, admin}},
		{Action: HandOver, Rights: []Right{officer, steward, admin}, Hidden: true},

		{Action: AddHelp, Rights: []Right{organiser, admin}},
		{Action: EditHelp, Rights: []Right{adviser, organiser, admin}},
		{Action: AnswerHelp, Rights: []Right{adviser, organiser, admin}, Hidden: true},
		{Action: ReadConfidential, Rights: []Right{adviser}, Hidden: true},

		{Action: UseRequests, Rights: anyOf(Officer, Steward, Organiser, Administrator)},
		{Action: WriteRequest, Rights: []Right{officer, steward, admin}, Hidden: true},
		{Action: ReviewRequest, Rights: []Right{organiser, steward, admin}, Hidden: true},
		{Action: AnswerRequest, Rights: []Right{officer}},
		{Action: TalkWithTown, Rights: []Right{officer}, Hidden: true},
		{Action: ReportTown, Rights: []Right{officer}, Hidden: true},
		{Action: ModerateTowns, Rights: []Right{{Organiser, TheSite}, admin}, Hidden: true},
		{Action: FollowRequests, SignedIn: true},
		{Action: WalkProcedure, Rights: []Right{officer}, Hidden: true},
		{Action: EditFunding, Rights: []Right{{Organiser, TheSite}, admin}, Hidden: true},
		{Action: UseProjects, Rights: anyOf(Officer, Steward, Organiser, Administrator)},
		{Action: BeginProject, Rights: []Right{officer, steward, admin}, Hidden: true},
		{Action: WriteProject, Rights: []Right{officer, steward, admin}, Hidden: true},

		{Action: DecideClaim, Rights: []Right{officer, steward, admin}, Hidden: true},
		{Action: MergePlaces, Rights: []Right{steward, admin}, Fresh: true},
		{Action: InvitePerson, Rights: anyOf(Officer, Organiser, Steward, Administrator)},
		{Action: ReadPeople, Rights: []Right{admin}, Hidden: true},
		{Action: ManagePeople, Rights: []Right{admin}, Fresh: true, Hidden: true},
		{Action: ManageOrg, Rights: []Right{organiser, admin}},
		{Action: ManagePrivacy, Rights: []Right{admin}, Fresh: true, Hidden: true},
		{Action: ReadAuditAll, Rights: []Right{admin}, Hidden: true},
		{Action: ManageSite, Rights: []Right{admin}},
		{Action: ReadMail, Rights: []Right{admin}, Hidden: true},
		{Action: ManageMail, Rights: []Right{admin}, Hidden: true},
		{Action: ManageJobs, Rights: []Right{admin}, Hidden: true},
		{Action: ReadHealth, Rights: []Right{admin}, Hidden: true},
		{Action: MakeBackup, Rights: []Right{admin}, Fresh: true, Hidden: true},
	}
}

// Object is what an action is about, as far as permission depends on it. The zero Object
// stands for the site as a whole.
type Object struct {
	Kind         string // "partnership", "place", …
	ID           string
	Places       []int64  // the places that it concerns
	Areas        []string // codes of the regions and countries in which they lie
	Owner        string   // the account whose it is; "" for none
	Organisation string
	Meeting      string
	HelpPoint    string
}

// RuleOf returns the line of the table for an action.
func RuleOf(do Action) (Rule, bool) {
	i := slices.IndexFunc(table, func(r Rule) bool { return r.Action == do })
	if i < 0 {
		return Rule{}, false
	}
	return table[i], true
}

// table is Table, made once: every request asks it.
var table = Table()

// Verdict is the answer to "may she?".
type Verdict uint8

// The verdicts.
const (
	No         Verdict = iota // not with these grants
	Yes                       //
	NeedSignIn                // nobody is signed in, and the public may not
	NeedStrong                // only after signing in with a second factor
	NeedFresh                 // only after proving once more who she is
)

// Judge says whether the actor may do the action on the object, and what is missing. An
// action without a line in the table is for nobody.
func Judge(a Actor, do Action, on Object) Verdict {
	rule, ok := RuleOf(do)
	if !ok {
		return No
	}
	if rule.Everyone || a.Account == systemAccount {
		return Yes
	}
	if !a.SignedIn() {
		return NeedSignIn
	}
	verdict := rule.judge(a, on)
	if verdict == Yes && rule.Fresh && !a.Fresh {
		return NeedFresh
	}
	return verdict
}

// judge leaves out whether the sign-in is fresh.
func (r Rule) judge(a Actor, on Object) Verdict {
	if r.SignedIn || r.Own && on.Owner == a.Account {
		return Yes
	}
	verdict := No
	for _, right := range r.Rights {
		for _, g := range a.Grants {
			if !right.fits(g, on) {
				continue
			}
			if a.Strong || r.Weak || !g.Role.Strong() {
				return Yes
			}
			verdict = NeedStrong
		}
	}
	return verdict
}

// Allows says whether the actor may do the action on the object right now.
func Allows(a Actor, do Action, on Object) bool { return Judge(a, do, on) == Yes }

func (r Right) fits(g Grant, on Object) bool {
	if g.Role != r.Role {
		return false
	}
	switch r.Within {
	case Anywhere:
		return true
	case TheSite:
		return g.Scope.Kind == OfSite
	}
	return g.Scope.covers(on)
}

func (s Scope) covers(on Object) bool {
	switch s.Kind {
	case OfSite:
		return true
	case OfPlace:
		return slices.Contains(on.Places, s.place())
	case OfRegion, OfCountry:
		return slices.Contains(on.Areas, s.ID)
	case OfOrganisation:
		return s.ID != "" && on.Organisation == s.ID
	case OfMeeting:
		return s.ID != "" && on.Meeting == s.ID
	case OfHelpPoint:
		return s.ID != "" && on.HelpPoint == s.ID
	}
	return false
}
