package world

// SaveWhenDue is what the watcher does now and then.
func (k *Keeper) SaveWhenDue() { k.saveWhenDue() }
