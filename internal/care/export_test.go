package care

// QuietKey is the key that a question's mail carries to end such questions.
func (d *Desk) QuietKey(inquiry string) string { return d.quietKey(inquiry) }

// StopKey is the key that a digest carries to end them.
func (d *Desk) StopKey(account string) string { return d.stopKey(account) }
