// What the parts of the machine do with their share of a change.

extension VMArea {
  mutating func set(_ field: Change.VMAField) {
    switch field {
    case .range(let value): range = value
    case .pageOffset(let value): pageOffset = value
    case .flags(let value): flags = value
    case .pageProtection(let value): pageProtection = value
    case .ops(let value): ops = value
    case .privateData(let value): hasPrivateData = value
    case .file(let value): file = value
    case .name(let value): name = value
    case .attached(let value): attached = value
    case .reader(let task, true): readers.insert(task)
    case .reader(let task, false): readers.remove(task)
    case .excluded(let value): excluded = value
    case .lockSeq(let value): lockSeq = value
    case .tracked(let value): isTracked = value
    case .anonVMA(let value): hasAnonVMA = value
    case .anonRoot(let value): anonRoot = value
    case .unseenTables(let value): hasUnseenTables = value
    }
  }
}

extension MMStruct {
  mutating func account(_ kind: AccountClass, _ pages: Int) {
    totalVM += pages
    switch kind {
    case .none: break
    case .exec: execVM += pages
    case .stack: stackVM += pages
    case .data: dataVM += pages
    }
  }

  mutating func followSpin(_ lock: LockID, _ event: LockEvent, _ task: TaskID) {
    switch event {
    case .acquired: spins.append(HeldSpin(lock: lock, task: task))
    case .released: spins.removeAll { $0.lock == lock && $0.task == task }
    case .waits, .gaveUp, .downgraded: break
    }
  }
}

extension RWLock {
  mutating func follow(_ event: LockEvent, _ mode: LockMode, _ task: TaskID) {
    switch event {
    case .waits: enqueue(task, mode)
    case .acquired: acquire(task, mode)
    case .released: release(task)
    case .gaveUp: leaveQueue(task)
    case .downgraded: downgrade(task)
    }
  }
}

extension TaskStruct {
  mutating func withTop(_ change: (inout StackFrame) -> Void) {
    change(&frames[frames.count - 1])
  }

  /// A routine's stack objects go with its frame.
  mutating func popFrame() {
    let frame = frames.removeLast()
    locals.removeLast(Int(frame.locals))
  }

  mutating func set(_ kind: StackLocal.Kind, _ field: MmapRequest.Field) {
    guard let place = innermost(kind), case .request(var value) = locals[place] else { return }
    value.set(field)
    locals[place] = .request(value)
  }

  mutating func set(_ kind: StackLocal.Kind, _ field: MmapState.Field) {
    guard let place = innermost(kind), case .map(var value) = locals[place] else { return }
    value.set(field)
    locals[place] = .map(value)
  }

  mutating func set(_ kind: StackLocal.Kind, _ field: VMAreaDesc.Field) {
    guard let place = innermost(kind), case .desc(var value) = locals[place] else { return }
    value.set(field)
    locals[place] = .desc(value)
  }

  mutating func set(_ kind: StackLocal.Kind, _ field: VMAMunmap.Field) {
    guard let place = innermost(kind), case .vms(var value) = locals[place] else { return }
    value.set(field)
    locals[place] = .vms(value)
  }

  mutating func set(_ kind: StackLocal.Kind, _ field: Walk.Field) {
    guard let place = innermost(kind), case .walk(var value) = locals[place] else { return }
    value.set(field)
    locals[place] = .walk(value)
  }

  mutating func set(_ kind: StackLocal.Kind, _ field: Look.Field) {
    guard let place = innermost(kind), case .look(var value) = locals[place] else { return }
    value.set(field)
    locals[place] = .look(value)
  }

  mutating func set(_ kind: StackLocal.Kind, _ field: MmapAction.Field) {
    guard let place = innermost(kind), case .action(var value) = locals[place] else { return }
    value.set(field)
    locals[place] = .action(value)
  }

  private func innermost(_ kind: StackLocal.Kind) -> Int? {
    locals.lastIndex { $0.kind == kind }
  }
}
