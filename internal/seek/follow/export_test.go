package follow

// StopKey is the key that a mail carries to end such mails.
func (d *Desk) StopKey(account string) string { return d.stopKey(account) }
