import MemoryModel

// The posting's custom action: the driver's hook performs actions of its own on the finished VMA.

extension Driver {
  /// The posting's `action_hook`, nil for every other action.
  func actionRoutine(_ kernel: Revision) -> Routine? {
    guard case .custom(let custom) = action, kernel.has(.custom) else { return nil }
    return Routine(
      "\(symbol)_action_hook", as: "hook", in: "the driver", stage: .action, locals: [.action], posted: true
    ) {
      ForEach("range", count: { _ in custom.pieces.count }) {
        Step("fill", custom.clearsAction ? "action = { … }" : "fill some fields of action") { k in
          k.fillOwnAction(custom)
        }
        .what("The hook fills an action of its own: {walkpages} pages from frame {pfn}.")
        .why(
          custom.clearsAction
            ? "It lies on the hook's stack: the one in the descriptor stays as it is."
            : "It was never cleared: its hook pointers are what the stack held before."
        )
        .note("{walkpages} pages")
        Call(mmapActionComplete)
      }
    }
  }

  /// The driver sets the flags that its hook will need through the exported prepare.
  func prepareCustom(_ custom: CustomAction) -> RoutineMaker {
    { _ in
      Routine("the driver's own action", as: "own", in: "the driver", locals: [.action]) {
        Assign { k in k.fillOwnAction(custom) }
        Call(mmapActionPrepare)
      }
    }
  }
}

extension Kernel {
  mutating func fillOwnAction(_ custom: Driver.CustomAction) {
    guard custom.pieces.indices.contains(index) else { return }
    let piece = custom.pieces[index]
    setAction(.kind(.remapPFN))
    setAction(.range(piece.part.range(in: desc.range)))
    setAction(.frame(piece.frame))
    setAction(.isCleared(custom.clearsAction))
  }

  /// A hook performs an action of its own.
  var isOwnAction: Bool { current.action != nil }
}

/// What `mmap_action_complete` does after a failure of the posting's custom action, where the VMA may be
/// gone.
@RoutineBuilder func lookAtFreedVMA() -> [any Statement] {
  If("the hook's own action has unmapped it", otherwise: "it is there") {
    $0.subject == nil
  } then: {
    Step("freed_vma", "vma->vm_start, vma_pages(vma)", stage: .unwind) { _ in }
      .what("The size of a VMA is read that was freed: a use after free.")
      .why("The hook's own action has unmapped it; the outer one does so once more.")
      .note("freed")
  }
}

/// The hook pointers of an action that was never cleared. Fidelity: customised; the garbage is taken as NULL.
@RoutineBuilder func lookAtGarbage() -> [any Statement] {
  If("the action was never cleared", otherwise: "it was cleared") {
    !$0.action.isCleared
  } then: {
    Step("garbage", "if (action->error_hook)", stage: .hooks) { _ in }
      .what("The hook pointers of the action are read; nobody has ever written them.")
      .why("What the stack held before decides. Here it was 0: luck.")
      .note("garbage")
  }
}
