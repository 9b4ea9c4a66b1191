package seek

// LinkKey is the key of the link in a reminder to an account: mails keep it sealed.
func (m *Reminder) LinkKey(r Request, account string) string { return m.key(r, account) }
