import MemoryModel

// VMAs are taken out of use: detached, but still in the tree until one store replaces or clears them.

/// Kernel: `vms_gather_munmap_vmas`, mm/vma.c. Fidelity: customised; the store into the detach tree cannot
/// fail here, and no VMA is sealed.
///
/// - Parameter place: the part of the steps' ids that says for whom.
func gatherVMAs(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("vms_gather_munmap_vmas", as: place, in: "mm/vma.c", fidelity: .customised) {
      Attempt {
        If("the range starts inside a VMA", otherwise: "at its start") {
          $0.straddler(of: $0.vms.range.start) != nil
        } then: {
          Assign { k in k.setVMS(.gathered(k.straddler(of: k.vms.range.start))) }
          Call(splitVMA("split_head"))
        }
        Step("gather", "gather the VMAs") { k in k.beginGather() }
          .what("What lies in the range goes to a side list: {goingcount}.")
          .why("Page tables may go as far as its neighbours: {floor} to {ceiling}.")
          .note("{goingcount}")
        ForEach("VMA of the range", quiet: true, count: { $0.mm.tree.overlapping($0.vms.range).count }) {
          Assign { k in k.setVMS(.gathered(k.overlapped(k.turn))) }
          If("it ends beyond the range", otherwise: "inside the range") {
            $0.subject.map { [range = $0.vms.range] in $0.range.end > range.end } ?? false
          } then: {
            Call(splitVMA("split_tail"))
          }
          If("not write-locked yet", otherwise: "write-locked already") {
            !$0.isSubjectWriteLocked
          } then: {
            Call(vmaStartWrite(at: place == "do_munmap" ? "vma_start_write" : place))
          }
          Step("detach", "vma_mark_detached") { k in k.detachSubject() }
            .what("The VMA's reference count goes from 1 to 0: detached.")
            .why("A reader that still finds it in the tree cannot lock it any more.")
            .note("refcnt 0").undoes(place == "do_munmap" ? "establish.vma_mark_attached" : "")
            .traced(kernel >= .v7_0 ? "" : "vma_mark_detached")
          if place != "do_munmap" {
            Step("userfaultfd_unmap_prep", "userfaultfd_unmap_prep", minor: true) { _ in }
              .what("No listener of userfaultfd has to be told of the range.")
              .why("One that has would hear of it when the lock is free.")
              .note("none").traced("userfaultfd_unmap_prep")
          }
        }
      } onError: {
        Call(reattachVMAs(place))
      }
      Assign { k in k.endGather() }
    }
  }
}

/// What was detached is attached again: nothing was cleared yet. Splits stay.
///
/// Kernel: `reattach_vmas`, mm/vma.c.
func reattachVMAs(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("reattach_vmas", as: place, in: "mm/vma.c") {
      ForEach("VMA of the detach tree", quiet: true, count: { $0.vms.detached.count }) {
        Assign { k in k.workOnDetached() }
        Step("reattach", "vma_mark_attached") { k in k.setVMA(.attached(true)) }
          .what("The old VMA is attached again: its entries were never touched.")
          .why("So early nothing is lost; only a split would stay.")
          .note("refcnt 1").undoes("enter.gather.detach")
      }
      Assign { k in
        k.setVMS(.emptied)
        k.setVMS(.gathered(nil))
      }
    }
  }
}

extension Kernel {
  /// The VMA in which an address lies behind its start.
  func straddler(of address: VirtualAddress) -> VMAID? {
    guard let id = mm.tree.find(address), let area = state.vma(id), area.range.start < address else {
      return nil
    }
    return id
  }

  func overlapped(_ index: Int) -> VMAID? {
    mm.tree.overlapping(vms.range).dropFirst(index).first?.vma
  }

  /// The neighbours, which bound what page tables may be freed.
  mutating func beginGather() {
    let range = vms.range
    let entries = mm.tree.overlapping(range)
    let all = mm.tree.entries
    let floor = entries.startIndex > 0 ? all[entries.startIndex - 1].range.end : VirtualAddress(0)
    var ceiling = entries.endIndex < all.count ? all[entries.endIndex].range.start : .taskSize
    if let last = entries.last, last.range.end > range.end { ceiling = range.end }
    setVMS(.reach(floor: floor, ceiling: ceiling))
    setVMS(.pages(entries.reduce(0) { $0 + min($1.range.end, range.end).pages(from: $1.range.start) }))
  }

  mutating func detachSubject() {
    guard let area = subject else { return }
    setVMA(.attached(false))
    setVMS(.added(area.id))
    if area.flags.contains(.account) { setVMS(.accounted(vms.accounted + area.range.pages)) }
  }

  /// Nothing is unmapped yet: entries and rmap are as they were.
  mutating func endGather() {
    setVMS(.gathered(nil))
    setVMS(.clearPTEs(true))
  }
}

extension VirtualAddress {
  fileprivate func pages(from start: VirtualAddress) -> Int { AddressRange(start, self).pages }
}
