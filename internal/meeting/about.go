package meeting

// About is what a mail concerns that is written because of a meeting: all of it, or one of
// those who are written to ("delegation-…", "host-…", "speaker-…"). When a meeting's guests
// are forgotten, so is what was written to them (mail.Outbox.ForgetAbout).
func About(meeting, part string) string {
	if part == "" {
		return "meeting/" + meeting
	}
	return "meeting/" + meeting + "/" + part
}
