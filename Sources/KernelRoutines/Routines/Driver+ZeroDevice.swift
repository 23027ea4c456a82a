import MemoryModel

// /dev/zero: shared it becomes a file of shmem, private it becomes anonymous memory.

extension Driver {
  /// /dev/zero's.
  public static let zero: Driver = {
    var driver = Driver(symbol: "zero")
    driver.isZero = true
    return driver
  }()

  /// The driver as a kernel has it: /dev/zero got `mmap_prepare` together with the actions.
  public func of(_ kernel: Revision) -> Driver {
    var driver = self
    if isZero, !kernel.hasActions { driver.legacy = LegacyHook(function: "mmap_zero") }
    return driver
  }

  /// Kernel: `mmap_zero` of 6.18 and `mmap_zero_prepare`, drivers/char/mem.c.
  func zeroRoutine(_ kernel: Revision) -> Routine {
    Routine(kernel.hasActions ? "mmap_zero_prepare" : "mmap_zero", as: "zero", in: "the driver") {
      if kernel.hasActions {
        If(kernel < .v7_2 ? "VM_SHARED" : "VM_MAYSHARE", otherwise: "private") {
          !$0.desc.flags.isDisjoint(with: kernel < .v7_2 ? .shared : .mayShare)
        } then: {
          Call(shmemZeroSetupDesc)
        }
        .orElse { privateDesc(kernel) }
      } else {
        If("VM_SHARED", otherwise: "private") {
          $0.subject?.flags.contains(.shared) == true
        } then: {
          Call(shmemZeroSetup)
        }
        .orElse {
          Step("set_anonymous", "vma_set_anonymous") { k in k.setVMA(.ops(.anonymous)) }
            .what("vm_ops becomes NULL: the VMA is anonymous, though it has a file.")
            .why("Private pages of zeroes are what anonymous memory is anyway.")
            .note("vm_ops NULL")
        }
      }
    }
  }

  @RoutineBuilder private func privateDesc(_ kernel: Revision) -> [any Statement] {
    if kernel == .seedV2 {
      Step("set_ops", "desc->vm_ops = NULL") { _ in }
        .what("The hook writes NULL to vm_ops, to make the mapping anonymous.")
        .why("NULL is also what nobody has written: the core will not see the wish.")
        .note("NULL")
    } else if kernel < .v7_2 {
      Step("set_hook", "success_hook = mmap_zero_private_success") { k in
        k.setAction(.hooks(success: true, error: false))
      }
      .what("The hook asks for a success hook, which will make the VMA anonymous.")
      .why("NULL in desc->vm_ops means unset here, so the descriptor cannot say it.")
      .note("success hook")
    } else {
      Step("set_anonymous", "vma_desc_set_anonymous") { k in k.setDesc(.ops(.anonymous)) }
        .what("vm_ops of the descriptor becomes NULL: the mapping will be anonymous.")
        .why("The dummy table stands for unset here, so that NULL can mean NULL.")
        .note("NULL")
    }
  }

  /// Kernel: `mmap_zero_private_success`, drivers/char/mem.c, 6.19 to 7.1.
  var zeroSuccessRoutine: Routine {
    Routine("mmap_zero_private_success", as: "", in: "the driver", stage: .hooks) {
      Step("success_hook", "vma_set_anonymous") { k in k.setVMA(.ops(.anonymous)) }
        .what("vm_ops becomes NULL: only now the VMA is anonymous, with its file.")
        .why("The hook is given a constant VMA and casts that away: no other way.")
        .note("vm_ops NULL")
    }
  }
}
